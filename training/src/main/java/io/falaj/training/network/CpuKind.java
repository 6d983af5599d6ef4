package io.falaj.training.network;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The kernels of OpenBLAS that a CPU can run, lowest first. The OpenBLAS that ND4J brings does not
 * know newer CPUs and falls back to its slowest kernels unless it is told.
 */
enum CpuKind {
  /** AVX2 and FMA: the least that the natives are built for. */
  HASWELL("Haswell", "avx2 fma"),
  /** AVX-512 as of Skylake's servers. */
  SKYLAKEX("SkylakeX", "avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl");

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private final String coreType;
  private final String flags;

  CpuKind(String coreType, String flags) {
    this.coreType = coreType;
    this.flags = flags;
  }

  /** What OPENBLAS_CORETYPE is to be. */
  String coreType() {
    return coreType;
  }

  /**
   * The highest kind that this machine can run.
   *
   * @throws FalajException.Configuration if it can run none
   */
  static CpuKind ofThisMachine() {
    try {
      return of(Files.readString(CPU_INFO));
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "Networks are trained and scored on Linux on x86-64: " + CPU_INFO + " cannot be read.",
          e);
    }
  }

  static CpuKind of(String cpuInfo) {
    Set<String> present =
        cpuInfo
            .lines()
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> new HashSet<>(Arrays.asList(line.split("\\s+", -1))))
            .orElseGet(HashSet::new);
    CpuKind best = null;
    for (CpuKind kind : values()) {
      if (present.containsAll(List.of(kind.flags.split(" ", -1)))) {
        best = kind;
      }
    }
    if (best == null) {
      throw new FalajException.Configuration(
          "This CPU has no AVX2, which the native libraries of ND4J are built for. Use a machine"
              + " with an x86-64 CPU of 2013 or later.");
    }
    return best;
  }
}
