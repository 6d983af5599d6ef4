package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeRuntimeTest {

  private static final String AVX2 = "fpu sse2 ssse3 fma cx16 sse4_1 avx f16c bmi1 avx2 bmi2";
  private static final String AVX512 = AVX2 + " avx512f avx512dq rdseed avx512cd avx512bw avx512vl";

  private static String cpuInfo(String flags) {
    return """
        processor\t: 0
        vendor_id\t: GenuineIntel
        model name\t: Intel(R) Xeon(R) avx512f in its name
        flags\t\t: %s
        vmx flags\t: vnmi avx512f avx512dq avx512cd avx512bw avx512vl
        bugs\t\t: spectre_v1
        """
        .formatted(flags);
  }

  @Test
  void aCpusFlagsDecideItsKernels() {
    assertThat(CpuKind.of(cpuInfo(AVX2))).isEqualTo(CpuKind.HASWELL);
    assertThat(CpuKind.of(cpuInfo(AVX512))).isEqualTo(CpuKind.SKYLAKEX);
    assertThat(CpuKind.of(cpuInfo(AVX2 + " avx512f avx512cd"))).isEqualTo(CpuKind.HASWELL);
    assertThat(CpuKind.of(cpuInfo(AVX2) + cpuInfo(AVX512)))
        .as("the first processor tells for all")
        .isEqualTo(CpuKind.HASWELL);
  }

  @Test
  void aCpuWithoutAvx2OrWithoutFlagsIsRefused() {
    for (String text : List.of(cpuInfo("fpu sse2 avx"), "Features\t: fp asimd evtstrm", "")) {
      assertThatThrownBy(() -> CpuKind.of(text))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "This CPU has no AVX2, which the native libraries of ND4J are built for. Use a"
                  + " machine with an x86-64 CPU of 2013 or later.");
    }
  }

  @Test
  void machinesAgreeOnTheLowestKernels() {
    assertThat(NativeRuntime.lowest(List.of("SkylakeX"))).isEqualTo("SkylakeX");
    assertThat(NativeRuntime.lowest(List.of("SkylakeX", "Haswell", "SkylakeX")))
        .isEqualTo("Haswell");
    assertThat(NativeRuntime.lowest(List.of("Haswell", "SkylakeX"))).isEqualTo("Haswell");
    assertThat(NativeRuntime.lowest(List.of("Zen", "Zen"))).isEqualTo("Zen");
    assertThatThrownBy(() -> NativeRuntime.lowest(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no core types");
  }

  @Test
  void kernelsThatCannotBeComparedAreRefusedInAnyOrder() {
    for (List<String> mixed :
        List.of(
            List.of("Zen", "Haswell"),
            List.of("Haswell", "Zen"),
            List.of("Cooperlake", "Zen"),
            List.of("SkylakeX", "SkylakeX", "Zen"))) {
      assertThatThrownBy(() -> NativeRuntime.lowest(mixed))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageStartingWith(
              "The executors are set to different OpenBLAS kernels, " + mixed.get(0) + " and ")
          .hasMessageEndingWith("Set OPENBLAS_CORETYPE to one value on all of them.");
    }
  }

  @Test
  void itStartsOnceAndRefusesOtherKernelsFromThenOn() {
    String started = NativeRuntime.start();

    assertThat(NativeRuntime.start()).isEqualTo(started);
    assertThat(NativeRuntime.start(started)).isEqualTo(started);
    assertThat(NativeRuntime.preferredCoreType()).isEqualTo(started);
    assertThatThrownBy(() -> NativeRuntime.start("Nehalem"))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage(
            ("This JVM computes with OpenBLAS kernels for %s already, and the job agreed on"
                    + " Nehalem. Start the application again, or set OPENBLAS_CORETYPE=Nehalem on"
                    + " all machines.")
                .formatted(started));
  }
}
