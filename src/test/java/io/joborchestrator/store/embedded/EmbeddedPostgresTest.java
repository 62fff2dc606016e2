package io.joborchestrator.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path folder;

  @Test
  void keepsDataOverAStopAndStopsWithItsLastUser() throws Exception {
    EmbeddedConfig config = config();
    EmbeddedPostgres first = EmbeddedPostgres.attach(config);
    EmbeddedPostgres second = EmbeddedPostgres.attach(config);
    assertThat(second.connection()).isEqualTo(first.connection());
    assertThat(ask(first.connection(), "SHOW fsync")).isEqualTo("on");
    execute(first.connection(), "CREATE TABLE kept (word text)");
    first.close();
    execute(second.connection(), "INSERT INTO kept VALUES ('here')");
    second.close();
    assertThat(Postmaster.read(config.data())).isEmpty();
    try (EmbeddedPostgres again = EmbeddedPostgres.attach(config)) {
      assertThat(ask(again.connection(), "SELECT word FROM kept")).isEqualTo("here");
    }
  }

  @Test
  void isOneServerWhicheverWayAProcessComesToItsFolder() throws Exception {
    EmbeddedConfig config = config();
    try (EmbeddedPostgres first = EmbeddedPostgres.attach(config)) {
      Path link = Files.createSymbolicLink(folder.resolve("link"), config.home());
      EmbeddedConfig byLink = EmbeddedConfig.at(link, TestDatabase.programs());
      try (EmbeddedPostgres second = EmbeddedPostgres.attach(byLink)) {
        assertThat(second.connection()).isEqualTo(first.connection());
      }
      assertThat(ask(first.connection(), "SELECT 'still there'")).isEqualTo("still there");
    }
    assertThat(Postmaster.read(config.data())).isEmpty();
  }

  private EmbeddedConfig config() {
    return EmbeddedConfig.at(folder.resolve("with a blank"), TestDatabase.programs());
  }

  private static void execute(ConnectionConfig config, String sql) throws SQLException {
    try (Connection connection = connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(ConnectionConfig config, String sql) throws SQLException {
    try (Connection connection = connect(config);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(ConnectionConfig config) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + config.port() + "/" + config.database(),
        config.user(),
        config.password());
  }
}
