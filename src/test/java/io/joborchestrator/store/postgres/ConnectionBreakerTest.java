package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.store.DatabaseBreaker.Change;
import io.joborchestrator.testing.SettableClock;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class ConnectionBreakerTest {
  private static final SQLException GONE = new SQLException("Connection refused", "08001");

  private final ConnectionBreaker breaker = new ConnectionBreaker(new SettableClock());

  private void fail(SQLException error, int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(error);
    }
  }

  @Test
  void opensAfterCallsInARowWithoutAnAnswerAndRefusesAtOnce() throws SQLException {
    fail(GONE, ConnectionBreaker.FAILURES - 1);
    breaker.enter();
    assertThat(breaker.state().state()).isEqualTo(BreakerState.CLOSED);
    fail(GONE, 1);
    assertThat(breaker.state().state()).isEqualTo(BreakerState.OPEN);
    assertThat(breaker.state().reason()).isEqualTo("Connection refused");
    assertThatThrownBy(breaker::enter)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void anyAnswerClosesItAndTheChangesAreKeptUntilTheyAreWrittenDown() throws SQLException {
    fail(GONE, ConnectionBreaker.FAILURES);
    breaker.answered();
    breaker.enter();
    assertThat(breaker.state().state()).isEqualTo(BreakerState.CLOSED);
    var changes = breaker.takeChanges();
    assertThat(changes)
        .extracting(Change::to)
        .containsExactly(BreakerState.OPEN, BreakerState.CLOSED);
    assertThat(breaker.takeChanges()).isEmpty();
    breaker.putBack(changes);
    assertThat(breaker.takeChanges()).isEqualTo(changes);
  }

  @Test
  void whatTheDatabaseItselfSaysIsAnAnswer() {
    fail(new SQLException("deadlock detected", "40P01"), 20);
    fail(new SQLException("canceling statement due to statement timeout", "57014"), 20);
    fail(new SQLTransientConnectionException("view - Connection is not available"), 20);
    assertThat(breaker.state().state()).isEqualTo(BreakerState.CLOSED);
    fail(GONE, ConnectionBreaker.FAILURES - 1);
    fail(new SQLException("too long", "22001"), 1);
    fail(GONE, ConnectionBreaker.FAILURES - 1);
    assertThat(breaker.state().state()).isEqualTo(BreakerState.CLOSED);
  }
}
