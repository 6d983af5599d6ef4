package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One replica's connections: to every rank that differs from its own in one bit. The higher rank
 * connects, the lower one accepts; a connection that does not know the secret is dropped.
 */
final class Mesh implements Closeable {

  /** The share of the patience, one part in so many, that a new connection may use up. */
  private static final int HELLO_SHARE = 10;

  private final int rank;
  private final int size;
  private final Duration patience;
  private final ServerSocketChannel server;
  private final @Nullable Peer[] peers;

  /**
   * Opens the port that others connect to.
   *
   * @param size a power of two
   * @param host this machine's address as the others know it
   */
  Mesh(int rank, int size, String host, Duration patience) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("the number of replicas must be a power of two: " + size);
    }
    this.rank = rank;
    this.size = size;
    this.patience = patience;
    this.peers = new Peer[Integer.numberOfTrailingZeros(size)];
    try {
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(host, 0));
      server.configureBlocking(false);
    } catch (IOException e) {
      throw new FalajException.Transient(
          ("No port can be opened on %s for the other replicas (%s). Check that the executors know"
                  + " themselves by that name.")
              .formatted(host, e.getMessage()),
          e);
    }
  }

  int port() {
    return server.socket().getLocalPort();
  }

  int rank() {
    return rank;
  }

  int size() {
    return size;
  }

  /** The rank that differs in bit {@code level}. */
  Peer peer(int level) {
    return Objects.requireNonNull(peers[level], "not connected");
  }

  /** Connects to all peers, given every rank's address. */
  void connect(List<InetSocketAddress> addresses, byte[] secret) {
    Handshake handshake = new Handshake(secret, patience);
    // Who connects says hello at once: a stranger that keeps silent must not use up the wait.
    Handshake brief = new Handshake(secret, patience.dividedBy(HELLO_SHARE));
    try {
      int awaited = 0;
      for (int level = 0; level < peers.length; level++) {
        int other = rank ^ (1 << level);
        if (other < rank) {
          Peer peer = open(addresses.get(other), other);
          peers[level] = peer;
          handshake.connect(peer, rank, other);
        } else {
          awaited++;
        }
      }
      accept(awaited, brief);
    } catch (IOException e) {
      throw new FalajException.Transient(
          ("Replica %d cannot reach the others (%s). The executors must be able to open connections"
                  + " to each other.")
              .formatted(rank, e.getMessage()),
          e);
    }
  }

  private Peer open(InetSocketAddress address, int other) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, Math.toIntExact(patience.toMillis()));
      return new Peer(channel, "replica " + other + " at " + address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void accept(int awaited, Handshake handshake) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (Selector selector = Selector.open()) {
      server.register(selector, SelectionKey.OP_ACCEPT);
      int left = awaited;
      while (left > 0) {
        long nanos = deadline - System.nanoTime();
        if (Thread.currentThread().isInterrupted()) {
          throw new FalajException.Transient("Training was interrupted.");
        }
        if (nanos <= 0) {
          throw new FalajException.Transient(
              ("Replica %d waited %d s for %d others to connect. The executors must be able to open"
                      + " connections to each other.")
                  .formatted(rank, patience.toSeconds(), left));
        }
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        selector.selectedKeys().clear();
        SocketChannel channel = server.accept();
        if (channel != null && admit(channel, handshake)) {
          left--;
        }
      }
    }
  }

  private boolean admit(SocketChannel channel, Handshake handshake) throws IOException {
    Peer peer = new Peer(channel, "a replica at " + channel.getRemoteAddress());
    try {
      int other = handshake.accept(peer, rank);
      int bit = other ^ rank;
      int level = Integer.numberOfTrailingZeros(bit);
      if (other > rank && other < size && Integer.bitCount(bit) == 1 && peers[level] == null) {
        peers[level] = peer;
        return true;
      }
    } catch (FalajException.Transient stranger) {
      // Whoever does not know the secret is none of us: the wait goes on until its deadline.
    }
    peer.close();
    return false;
  }

  @Override
  public void close() {
    for (Peer peer : peers) {
      if (peer != null) {
        peer.close();
      }
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
