package io.joborchestrator.console.settings;

import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.connection.ConnectionCheck;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The databases that jobs may name, each with a test. Passwords are never part of it. FX thread.
 */
final class ConnectionsViewModel {
  private final UiTasks tasks;
  private final Texts texts;
  private final Function<String, ConnectionCheck> test;
  private final List<Row> rows;

  /**
   * @param test connects and asks; blocks
   */
  ConnectionsViewModel(
      UiTasks tasks,
      Texts texts,
      List<ConnectionSettings> databases,
      Function<String, ConnectionCheck> test) {
    this.tasks = tasks;
    this.texts = texts;
    this.test = test;
    rows = databases.stream().map(Row::new).toList();
  }

  /** One each, by name. */
  List<Row> rows() {
    return rows;
  }

  /** One database. */
  final class Row {
    private final ConnectionSettings settings;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private UiTasks.Handle running = () -> {};

    Row(ConnectionSettings settings) {
      this.settings = settings;
    }

    String name() {
      return settings.name();
    }

    /** "reader@db.example.com:5432/sales"; what the configuration leaves open is left out. */
    String where() {
      if (settings.host() == null) {
        return texts.get("settings.databases.service", String.valueOf(settings.service()));
      }
      String user = settings.user() == null ? "" : settings.user() + "@";
      String port = settings.port() == null ? "" : ":" + settings.port();
      String database = settings.database() == null ? "" : "/" + settings.database();
      return user + settings.host() + port + database;
    }

    /** How it is encrypted, how the password is found, whether jobs may write. */
    String how() {
      String tls =
          settings.sslMode() == null
              ? texts.get("settings.databases.tls.usual")
              : settings.sslMode();
      String rights = settings.readOnly() ? ", " + texts.get("settings.databases.readOnly") : "";
      return texts.get("settings.databases.how", tls, password()) + rights;
    }

    private String password() {
      if (settings.passwordVariable() != null) {
        return texts.get("settings.databases.password.variable", settings.passwordVariable());
      }
      if (settings.secret() != null) {
        return texts.get("settings.databases.password.secret", settings.secret());
      }
      return settings.service() == null
          ? texts.get("settings.databases.password.file")
          : texts.get("settings.databases.password.service", settings.service());
    }

    ReadOnlyBooleanProperty busy() {
      return busy.getReadOnlyProperty();
    }

    /** What the database said, else empty. */
    ReadOnlyStringProperty answer() {
      return answer.getReadOnlyProperty();
    }

    /** Why it cannot be used, else empty. */
    ReadOnlyStringProperty failure() {
      return failure.getReadOnlyProperty();
    }

    /** Connects; a second call while one is going stops it. */
    void test() {
      if (busy.get()) {
        running.cancel();
        finish("", texts.get("settings.databases.stopped"));
        return;
      }
      busy.set(true);
      answer.set("");
      failure.set("");
      running =
          tasks.run(
              texts.get("settings.databases.task", name()),
              () -> test.apply(name()),
              found -> finish(describe(found), ""),
              problem ->
                  finish("", Objects.requireNonNullElse(problem.getMessage(), problem.toString())));
    }

    private void finish(String found, String wrong) {
      busy.set(false);
      answer.set(found);
      failure.set(wrong);
    }

    private String describe(ConnectionCheck found) {
      String encrypted =
          texts.get(
              found.encrypted()
                  ? "settings.databases.encrypted"
                  : "settings.databases.notEncrypted");
      String standby = found.standby() ? ", " + texts.get("settings.databases.standby") : "";
      return texts.get(
          "settings.databases.answer",
          found.version(),
          encrypted + standby,
          Formats.millis(Duration.ofMillis(found.millis())));
    }
  }
}
