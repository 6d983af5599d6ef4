package io.falaj.training.network;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads ND4J into this JVM, once, with what it must be told before: the kernels of OpenBLAS, one
 * thread, where its libraries are unpacked and how much memory it may take. What the user has set
 * already stays as it is.
 */
public final class NativeRuntime {

  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";
  private static final double TOLERANCE = 1e-5;

  private static @Nullable String started;

  private NativeRuntime() {}

  /** The kernels that this machine would choose; what was set in the environment comes first. */
  public static String preferredCoreType() {
    String set = Libc.INSTANCE.getenv(CORE_TYPE);
    return set != null && !set.isEmpty() ? set : CpuKind.ofThisMachine().coreType();
  }

  /**
   * The lowest of several machines' choices, which all of them can run.
   *
   * @throws FalajException.Configuration if they differ and one of them is not known here
   */
  public static String lowest(Iterable<String> coreTypes) {
    String lowest = null;
    for (String coreType : coreTypes) {
      String other = lowest == null ? coreType : lowest;
      if (!coreType.equals(other) && Math.min(rank(coreType), rank(other)) < 0) {
        throw new FalajException.Configuration(
            ("The executors are set to different OpenBLAS kernels, %s and %s, and which of them all"
                    + " can run is not known. Set %s to one value on all of them.")
                .formatted(other, coreType, CORE_TYPE));
      }
      lowest = rank(coreType) < rank(other) ? coreType : other;
    }
    if (lowest == null) {
      throw new IllegalArgumentException("no core types");
    }
    return lowest;
  }

  private static int rank(String coreType) {
    return Arrays.stream(CpuKind.values()).map(CpuKind::coreType).toList().indexOf(coreType);
  }

  /** Loads ND4J with the kernels that this machine prefers; does nothing when it is loaded. */
  public static synchronized String start() {
    return started != null ? started : start(preferredCoreType());
  }

  /**
   * Loads ND4J with given kernels.
   *
   * @return the core type in use
   * @throws FalajException.Transient if this JVM has loaded it with others
   */
  public static synchronized String start(String coreType) {
    if (started == null) {
      load(coreType);
      started = coreType;
    } else if (!started.equals(coreType)) {
      throw new FalajException.Transient(
          ("This JVM computes with OpenBLAS kernels for %s already, and the job agreed on %s. Start"
                  + " the application again, or set %s=%s on all machines.")
              .formatted(started, coreType, CORE_TYPE, coreType));
    }
    return started;
  }

  private static void load(String coreType) {
    Libc.INSTANCE.setenv(CORE_TYPE, coreType, 1);
    Libc.INSTANCE.setenv("OMP_NUM_THREADS", "1", 1);
    Libc.INSTANCE.setenv("OPENBLAS_NUM_THREADS", "1", 1);
    property("org.bytedeco.javacpp.platform.extension", "-avx2");
    property(CACHE, cache().toString());
    long heap = Runtime.getRuntime().maxMemory();
    property("org.bytedeco.javacpp.maxbytes", Long.toString(heap));
    property("org.bytedeco.javacpp.maxphysicalbytes", Long.toString(3 * heap));
    try {
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      prove(coreType);
    } catch (LinkageError e) {
      throw new FalajException.Configuration(
          ("The native libraries of ND4J cannot be loaded (%s). They need Linux on x86-64 with"
                  + " glibc, and room to unpack 400 MB in %s (set -D%s for another place).")
              .formatted(e.getMessage(), System.getProperty(CACHE), CACHE),
          e);
    }
  }

  private static void property(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /** A folder of this user alone, kept from run to run: unpacking takes seconds. */
  private static Path cache() {
    Path cache =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "falaj-native-" + System.getProperty("user.name"));
    try {
      if (!Files.isDirectory(cache)) {
        Files.createDirectories(cache.toAbsolutePath().getParent());
        Files.createDirectories(
            cache,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      boolean ours =
          Files.getOwner(cache).getName().equals(System.getProperty("user.name"))
              && PosixFilePermissions.toString(Files.getPosixFilePermissions(cache))
                  .equals("rwx------");
      return ours ? cache : Files.createTempDirectory("falaj-native");
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "The native libraries of ND4J cannot be unpacked to %s (%s). Make it writable, or set -D%s."
              .formatted(cache, e.getMessage(), CACHE),
          e);
    }
  }

  /** A matrix product against plain Java, since kernels that do not fit a CPU can be wrong. */
  private static void prove(String coreType) {
    int rows = 67;
    int inner = 45;
    int columns = 33;
    float[] a = wave(rows * inner, 0.37);
    float[] b = wave(inner * columns, 0.73);
    try (INDArray left = Nd4j.create(a, new long[] {rows, inner}, 'f');
        INDArray right = Nd4j.create(b, new long[] {inner, columns}, 'f');
        INDArray product = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'f')) {
      Nd4j.gemm(left, right, product, false, false, 1.0, 0.0);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double expected = 0;
          for (int k = 0; k < inner; k++) {
            expected += (double) a[k * rows + i] * b[j * inner + k];
          }
          if (!(Math.abs(product.getFloat(i, j) - expected) < TOLERANCE * inner)) {
            throw new FalajException.Configuration(
                ("OpenBLAS computes wrong products with its kernels for %s on this CPU. Set %s to"
                        + " another type, Haswell for example.")
                    .formatted(coreType, CORE_TYPE));
          }
        }
      }
    }
  }

  private static float[] wave(int length, double step) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) StrictMath.sin(i * step);
    }
    return values;
  }

  /** The C library's environment, which OpenBLAS reads; Java's is a copy made at start. */
  private interface Libc extends Library {
    Libc INSTANCE = Native.loadLibrary("c", Libc.class);

    int setenv(String name, String value, int overwrite);

    @Nullable String getenv(String name);
  }
}
