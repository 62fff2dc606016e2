package io.joborchestrator.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredConnectionsTest {
  @TempDir Path home;
  private final Map<String, String> env = new HashMap<>();

  private static ConnectionSettings settings(
      String host, @Nullable String variable, @Nullable String secret, @Nullable String service) {
    return new ConnectionSettings(
        "warehouse",
        host,
        null,
        service == null ? "sales" : null,
        service == null ? "ada" : null,
        variable,
        secret,
        service,
        null,
        null,
        ConnectionSettings.DEFAULT_CONNECT_TIMEOUT,
        ConnectionSettings.DEFAULT_SOCKET_TIMEOUT,
        null,
        false);
  }

  private NamedConnection get(ConnectionSettings settings) {
    return connections(settings).get("warehouse");
  }

  private ConfiguredConnections connections(ConnectionSettings settings) {
    return new ConfiguredConnections(
        Map.of("warehouse", settings), env, home, home.resolve("secrets"));
  }

  private Path file(String name, String text, String rights) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
    return file;
  }

  @Test
  void otherHostsAreVerifiedAndThisMachineNeedsNoCertificate() {
    assertThat(get(settings("db.example.org", null, null, null)).sslMode())
        .isEqualTo("verify-full");
    assertThat(get(settings("localhost", null, null, null)).sslMode()).isEqualTo("prefer");
  }

  @Test
  void passwordComesFromTheVariable() {
    env.put("SALES_PASSWORD", "s3cret");
    NamedConnection connection = get(settings("localhost", "SALES_PASSWORD", null, null));
    assertThat(connection.password()).isEqualTo("s3cret");
    assertThat(connection.toString()).doesNotContain("s3cret");
    assertThat(connection.describe()).isEqualTo("ada@localhost:5432/sales");
  }

  @Test
  void missingVariableIsNamed() {
    assertThatThrownBy(() -> get(settings("localhost", "SALES_PASSWORD", null, null)))
        .hasMessageContaining("the variable SALES_PASSWORD is not set")
        .extracting(e -> ((OrchestratorException) e).code())
        .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void passwordComesFromThePrivateFileOfASecret() throws IOException {
    file("secrets/sales", "s3cret\n", "rw-------");
    assertThat(get(settings("localhost", null, "sales", null)).password()).isEqualTo("s3cret");
    file("secrets/open", "s3cret", "rw-r--r--");
    assertThatThrownBy(() -> get(settings("localhost", null, "open", null)))
        .hasMessageContaining("may be read by others")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void firstFittingLineOfThePasswordFileCounts() throws IOException {
    file(
        ".pgpass",
        "# mine\nother:5432:sales:ada:no\nlocalhost:*:sales:ada:a\\:b\\\\c\n*:*:*:*:last\n",
        "rw-------");
    assertThat(get(settings("localhost", null, null, null)).password()).isEqualTo("a:b\\c");
    assertThat(get(settings("elsewhere", null, null, null)).password()).isEqualTo("last");
  }

  @Test
  void serviceFillsWhatIsLeftOut() throws IOException {
    file(
        ".pg_service.conf",
        "[team]\nhost=unused\nport=6543\ndbname=stock\nuser=bob\npassword=pw\nsslmode=require\n",
        "rw-------");
    NamedConnection connection = get(settings("db.example.org", null, null, "team"));
    assertThat(connection.describe()).isEqualTo("bob@db.example.org:6543/stock");
    assertThat(connection.password()).isEqualTo("pw");
    assertThat(connection.sslMode()).isEqualTo("require");
  }

  @Test
  void unknownNameIsTheUsersErrorWithTheNearName() {
    assertThatThrownBy(() -> connections(settings("localhost", null, null, null)).get("warehose"))
        .hasMessageContaining("Did you mean 'warehouse'?")
        .extracting(e -> ((OrchestratorException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_CONNECTION);
  }

  @Test
  void partsThatCouldSmuggleSettingsInAreRefused() {
    for (String host : new String[] {"a/b?socketFactory=x", "a b", "a,b", "a@b"}) {
      assertThatThrownBy(() -> settings(host, null, null, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> settings("localhost", null, "../x", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nameOfADatabaseAddsNoPropertiesToTheUrl() {
    NamedConnection odd =
        new NamedConnection(
            "odd",
            "localhost",
            5432,
            "x?socketFactory=Evil&a=/b c",
            "u",
            null,
            "disable",
            null,
            5,
            5,
            null,
            false);
    assertThat(JdbcOptions.of(odd, "label").get("url"))
        .isEqualTo("jdbc:postgresql://localhost:5432/x%3FsocketFactory%3DEvil%26a%3D%2Fb%20c");
  }
}
