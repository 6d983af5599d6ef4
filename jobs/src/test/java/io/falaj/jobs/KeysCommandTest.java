package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void host() {
    host = new TestHost(folder);
  }

  @Test
  void aKeyIsMadeUnderTheUsersConfiguration() {
    assertThat(host.run("keys", "create")).isZero();
    SigningKey key = SigningKey.load(folder.resolve("home/.config/falaj"));
    assertThat(host.out()).contains("Made signing key " + key.keyId());
  }

  @Test
  void theFolderMayBeSetByVariableOrOption() {
    host.with("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    assertThat(host.run("keys", "create")).isZero();
    assertThat(SigningKey.exists(folder.resolve("xdg/falaj"))).isTrue();
    host.with("FALAJ_KEYS", "by-variable");
    assertThat(host.run("keys", "create")).isZero();
    assertThat(SigningKey.exists(folder.resolve("by-variable"))).isTrue();
    assertThat(host.run("keys", "create", "--keys", "by-option", "--json")).isZero();
    assertThat(SigningKey.exists(folder.resolve("by-option"))).isTrue();
    assertThat(host.out()).contains("\"key_id\"").contains("by-option");
  }

  @Test
  void aKeyIsNeverOverwritten() {
    assertThat(host.run("keys", "create")).isZero();
    assertThat(host.run("keys", "create")).isEqualTo(2);
    assertThat(host.err()).contains("There is a signing key at ").contains("not overwritten");
  }

  @Test
  void theVerbMustBeGivenAndIsSuggested() {
    assertThat(host.run("keys")).isEqualTo(2);
    assertThat(host.err()).contains("What about the keys? There is: create.");
    assertThat(host.run("keys", "creat")).isEqualTo(2);
    assertThat(host.err()).contains("Unknown command 'creat'. Did you mean 'create'?");
  }
}
