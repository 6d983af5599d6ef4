package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection to another replica: both sides send and receive at once, and no wait is endless. */
final class Peer implements Closeable {

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final String name;

  /**
   * @param channel connected; becomes non-blocking
   * @param name how errors name the other side
   */
  Peer(SocketChannel channel, String name) throws IOException {
    this.channel = channel;
    this.name = name;
    channel.configureBlocking(false);
    channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /**
   * Sends what remains in {@code out} while it fills what remains in {@code in}.
   *
   * @throws FalajException.Transient if the other side went away or is silent for too long
   */
  void exchange(ByteBuffer out, ByteBuffer in, Duration patience) {
    try {
      long last = System.nanoTime();
      while (out.hasRemaining() || in.hasRemaining()) {
        int moved = out.hasRemaining() ? channel.write(out) : 0;
        if (in.hasRemaining()) {
          int read = channel.read(in);
          if (read < 0) {
            throw new FalajException.Transient(
                ("%s closed the connection during training: its task failed or was killed. See its"
                        + " own error; the stage starts again where Spark allows it.")
                    .formatted(name));
          }
          moved += read;
        }
        if (moved > 0) {
          last = System.nanoTime();
        } else {
          await(out, in, patience.toNanos() - (System.nanoTime() - last), patience);
        }
      }
    } catch (IOException e) {
      throw new FalajException.Transient(
          "The connection to %s broke during training (%s). See its own error; run again."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private void await(ByteBuffer out, ByteBuffer in, long nanos, Duration patience)
      throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      // A selector returns at once from then on: the wait would spin to its end.
      throw new FalajException.Transient("Training was interrupted.");
    }
    if (nanos <= 0) {
      throw new FalajException.Transient(
          ("%s was silent for %d s during training: its machine is overloaded, unreachable or gone."
                  + " Run again, on fewer slots if it keeps being slow.")
              .formatted(name, patience.toSeconds()));
    }
    key.interestOps(
        (out.hasRemaining() ? SelectionKey.OP_WRITE : 0)
            | (in.hasRemaining() ? SelectionKey.OP_READ : 0));
    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    selector.selectedKeys().clear();
  }

  void send(ByteBuffer out, Duration patience) {
    exchange(out, ByteBuffer.allocate(0), patience);
  }

  /** The next {@code length} bytes. */
  ByteBuffer receive(int length, Duration patience) {
    ByteBuffer in = ByteBuffer.allocate(length);
    exchange(ByteBuffer.allocate(0), in, patience);
    return in.flip();
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
