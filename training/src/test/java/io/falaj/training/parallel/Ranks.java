package io.falaj.training.parallel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Replicas as threads of this JVM, in a real mesh over the loopback interface. */
final class Ranks {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String HOST = "127.0.0.1";

  private Ranks() {}

  static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static byte[] secret(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What the work gives in each rank, in the order of the ranks; its exception if it throws one.
   */
  static <T> List<T> run(int size, Function<Mesh, T> work) {
    List<Mesh> meshes = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      meshes.add(new Mesh(rank, size, HOST, PATIENCE));
    }
    List<InetSocketAddress> addresses = meshes.stream().map(mesh -> address(mesh.port())).toList();
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Mesh mesh : meshes) {
        futures.add(
            threads.submit(
                () -> {
                  mesh.connect(addresses, secret("secret"));
                  return work.apply(mesh);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      meshes.forEach(Mesh::close);
      threads.shutdownNow();
    }
  }
}
