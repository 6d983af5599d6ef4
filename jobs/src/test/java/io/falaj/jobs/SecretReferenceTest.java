package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.jobs.config.SecretReference;
import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {

  @TempDir private Path folder;

  private String resolve(String text, Map<String, String> environment) {
    return SecretReference.parse(text).orElseThrow().resolve(environment, folder);
  }

  @Test
  void aSecretIsReadFromItsPlaceWithoutTheBlanksAroundIt() throws IOException {
    Files.writeString(folder.resolve("token"), "abc \nmore\n");

    assertThat(resolve("${file:token}", Map.of())).isEqualTo("abc");
    assertThat(resolve("${env:TOKEN}", Map.of("TOKEN", "xyz\n"))).isEqualTo("xyz");
  }

  @Test
  void theSecretItselfIsNoReference() {
    assertThat(SecretReference.parse("s3cret")).isEmpty();
    assertThat(SecretReference.parse("${vault:a}")).isEmpty();
    assertThat(SecretReference.parse("a ${env:B}")).isEmpty();
  }

  @Test
  void aSecretThatIsNotThereIsToldByItsReference() {
    assertThatThrownBy(() -> resolve("${env:TOKEN}", Map.of()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The environment variable TOKEN");
    assertThatThrownBy(() -> resolve("${file:none}", Map.of()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The secret file " + folder.resolve("none"));
  }

  @Test
  void aSecretThatCannotBeATokenIsRefusedAndNotShown() {
    Map<String, String> environment = Map.of("TOKEN", "s3\ncret");
    SecretReference reference = SecretReference.parse("${env:TOKEN}").orElseThrow();
    assertThat(reference.resolve(environment, folder)).as("a password may").isEqualTo("s3\ncret");
    assertThatThrownBy(() -> reference.token(environment, folder))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The secret ${env:TOKEN} holds characters")
        .hasMessageNotContaining("cret.")
        .hasMessageNotContaining("s3");
  }
}
