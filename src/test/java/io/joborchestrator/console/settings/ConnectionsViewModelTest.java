package io.joborchestrator.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.connection.ConnectionCheck;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.testing.DirectUiTasks;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConnectionsViewModelTest {
  private static ConnectionsViewModel.Row row(
      ConnectionSettings settings, Function<String, ConnectionCheck> test) {
    return new ConnectionsViewModel(
            new DirectUiTasks(), Texts.load(Locale.ENGLISH), List.of(settings), test)
        .rows()
        .get(0);
  }

  private static ConnectionSettings settings(
      String host, String variable, String secret, String service, boolean readOnly) {
    return new ConnectionSettings(
        "warehouse",
        host,
        host == null ? null : 5433,
        "sales",
        "reader",
        variable,
        secret,
        service,
        null,
        null,
        ConnectionSettings.DEFAULT_CONNECT_TIMEOUT,
        ConnectionSettings.DEFAULT_SOCKET_TIMEOUT,
        null,
        readOnly);
  }

  private static ConnectionCheck never(String name) {
    throw new AssertionError("Nobody asked for " + name);
  }

  @Test
  void saysWhereItIsAndHowThePasswordIsFound() {
    var known = row(settings("db", "PG_SECRET", null, null, true), ConnectionsViewModelTest::never);
    assertThat(known.where()).isEqualTo("reader@db:5433/sales");
    assertThat(known.how())
        .contains("verify-full")
        .contains("the variable PG_SECRET")
        .endsWith("jobs may only read");
    assertThat(row(settings("db", null, "s", null, false), ConnectionsViewModelTest::never).how())
        .endsWith("from the file secrets/s");
    assertThat(row(settings("db", null, null, null, false), ConnectionsViewModelTest::never).how())
        .endsWith("from .pgpass");
    var service = row(settings(null, null, null, "dwh", false), ConnectionsViewModelTest::never);
    assertThat(service.where()).isEqualTo("service dwh");
    assertThat(service.how()).contains("the service dwh");
  }

  @Test
  void aTestSaysVersionAndTime() {
    var known =
        row(
            settings("db", null, null, null, false),
            name -> new ConnectionCheck(name, "x", "15.6", false, true, "public", 12));
    known.test();
    assertThat(known.answer().get())
        .isEqualTo(
            "PostgreSQL 15.6, not encrypted, a standby: it takes no writes, answered in 12 ms");
    assertThat(known.failure().get()).isEmpty();
    assertThat(known.busy().get()).isFalse();
  }

  @Test
  void aTestThatFailsSaysWhy() {
    var known =
        row(
            settings("db", null, null, null, false),
            name -> ConnectionCheck.of(Connections.NONE, name));
    known.test();
    assertThat(known.failure().get()).contains("There is no connection 'warehouse'");
    assertThat(known.answer().get()).isEmpty();
  }
}
