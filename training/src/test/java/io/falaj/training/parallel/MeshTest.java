package io.falaj.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeshTest {

  /** Long enough for two sides to meet on a loaded machine. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  /** Of waits that nobody will end. */
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private static List<InetSocketAddress> addresses(Mesh... meshes) {
    return java.util.Arrays.stream(meshes).map(mesh -> Ranks.address(mesh.port())).toList();
  }

  private static CompletableFuture<String> connecting(
      Mesh mesh, List<InetSocketAddress> addresses, String secret) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            mesh.connect(addresses, Ranks.secret(secret));
            return "connected";
          } catch (FalajException.Transient e) {
            return e.getMessage();
          }
        });
  }

  @Test
  void whoDoesNotKnowTheSecretIsRefusedOnBothSides() {
    try (Mesh first = new Mesh(0, 2, Ranks.HOST, SHORT);
        Mesh second = new Mesh(1, 2, Ranks.HOST, SHORT)) {
      List<InetSocketAddress> addresses = addresses(first, second);
      CompletableFuture<String> accepting = connecting(first, addresses, "secret");
      CompletableFuture<String> stranger = connecting(second, addresses, "guess");

      assertThat(stranger.join())
          .isEqualTo("A connection to the trainer did not know the run's secret and was refused.");
      assertThat(accepting.join())
          .isEqualTo(
              "Replica 0 waited 5 s for 1 others to connect. The executors must be able to open"
                  + " connections to each other.");
    }
  }

  @Test
  void strangersThatTalkNonsenseHangUpOrKeepSilentDoNotStopTheOthers() throws IOException {
    Duration patience = Duration.ofSeconds(10);
    try (Mesh first = new Mesh(0, 2, Ranks.HOST, patience);
        Mesh second = new Mesh(1, 2, Ranks.HOST, patience);
        SocketChannel silent = SocketChannel.open(addresses(first).get(0));
        SocketChannel nonsense = SocketChannel.open(addresses(first).get(0))) {
      SocketChannel.open(addresses(first).get(0)).close();
      nonsense.write(ByteBuffer.wrap(new byte[200]));
      List<InetSocketAddress> addresses = addresses(first, second);

      CompletableFuture<String> accepting = connecting(first, addresses, "secret");
      assertThat(connecting(second, addresses, "secret").join()).isEqualTo("connected");
      assertThat(accepting.join()).isEqualTo("connected");
      assertThat(silent.isOpen()).isTrue();
    }
  }

  @Test
  void aProofCannotBeSentBackToWhoGaveIt() throws IOException {
    try (Pair pair = Pair.open()) {
      Handshake handshake = new Handshake(Ranks.secret("secret"), SHORT);
      CompletableFuture<Void> mirror =
          CompletableFuture.runAsync(
              () -> {
                ByteBuffer hello = pair.there.receive(36, SHORT);
                byte[] nonce = new byte[32];
                hello.position(4).get(nonce);
                pair.there.send(ByteBuffer.allocate(64).put(nonce).put(nonce).flip(), SHORT);
              });

      assertThatThrownBy(() -> handshake.connect(pair.here, 1, 0))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageContaining("did not know the run's secret");
      mirror.join();
    }
  }

  @Test
  void aSilentPeerEndsTheWaitAndIsNamed() throws IOException {
    try (Pair pair = Pair.open()) {
      assertThatThrownBy(() -> pair.here.receive(4, ONE_SECOND))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessage(
              "replica 7 was silent for 1 s during training: its machine is overloaded, unreachable"
                  + " or gone. Run again, on fewer slots if it keeps being slow.");
    }
  }

  @Test
  void aPeerThatWentAwayIsNoticedAtOnce() throws IOException {
    try (Pair pair = Pair.open()) {
      pair.there.close();

      assertThatThrownBy(() -> pair.here.receive(4, Ranks.PATIENCE))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageStartingWith("replica 7 closed the connection during training:");
    }
  }

  @Test
  void aTaskThatIsKilledDoesNotWaitOn() throws IOException {
    try (Pair pair = Pair.open()) {
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> pair.here.receive(4, Ranks.PATIENCE))
            .isInstanceOf(FalajException.Transient.class)
            .hasMessage("Training was interrupted.");
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  @Test
  void anAddressWhereNobodyListensIsAnErrorThatNamesTheReplica() {
    try (Mesh second = new Mesh(1, 2, Ranks.HOST, SHORT)) {
      Mesh gone = new Mesh(0, 2, Ranks.HOST, SHORT);
      List<InetSocketAddress> addresses = addresses(gone, second);
      gone.close();

      assertThatThrownBy(() -> second.connect(addresses, Ranks.secret("secret")))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageStartingWith("Replica 1 cannot reach the others (");
    }
  }

  @Test
  void replicasAreAPowerOfTwoOnAHostThatIsTheirs() {
    assertThatThrownBy(() -> new Mesh(0, 3, Ranks.HOST, SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of replicas must be a power of two: 3");
    assertThatThrownBy(() -> new Mesh(0, 2, "192.0.2.1", SHORT))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageStartingWith("No port can be opened on 192.0.2.1 for the other replicas (");
  }

  @Test
  void aDeadlineGivesTheResultTheFailureOrTheMessage() {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(Deadline.within(Ranks.PATIENCE, () -> 5, "%d")).isEqualTo(5);
    assertThatThrownBy(
            () ->
                Deadline.within(
                    Ranks.PATIENCE,
                    () -> {
                      throw new IOException("lost");
                    },
                    "%d"))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage("The replicas could not meet: java.io.IOException: lost");
    assertThatThrownBy(
            () ->
                Deadline.within(
                    ONE_SECOND,
                    () -> {
                      never.await();
                      return 0;
                    },
                    "Not within %d s."))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage("Not within 1 s.");
  }

  /** Two ends of one connection. */
  private record Pair(Peer here, Peer there) implements AutoCloseable {

    static Pair open() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(Ranks.address(0));
        SocketChannel here = SocketChannel.open(server.getLocalAddress());
        return new Pair(new Peer(here, "replica 7"), new Peer(server.accept(), "replica 8"));
      }
    }

    @Override
    public void close() {
      here.close();
      there.close();
    }
  }
}
