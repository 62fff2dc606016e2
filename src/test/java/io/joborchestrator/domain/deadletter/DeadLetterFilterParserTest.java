package io.joborchestrator.domain.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeadLetterFilterParserTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private final DeadLetterFilterParser parser =
      new DeadLetterFilterParser(Clock.fixed(NOW, ZoneOffset.UTC), "m.keller");

  @Test
  void nothingMeansWhatIsUnresolved() {
    assertThat(parser.parse("")).isEqualTo(DeadLetterFilter.UNRESOLVED);
  }

  @Test
  void termsAndWordsAddUp() {
    DeadLetterFilter filter =
        parser.parse("state:parked,open reason:timeout type:etl owner:me since:2h login refused");
    assertThat(filter.states())
        .containsExactlyInAnyOrder(DeadLetterState.PARKED, DeadLetterState.OPEN);
    assertThat(filter.reasons()).containsExactly(DeadLetterReason.TIMEOUT);
    assertThat(filter.types()).containsExactly("etl");
    assertThat(filter.owners()).containsExactly("m.keller");
    assertThat(filter.since()).isEqualTo(NOW.minusSeconds(7_200));
    assertThat(filter.text()).isEqualTo("login refused");
  }

  @Test
  void allStatesAreOneWord() {
    assertThat(parser.parse("state:all").states())
        .containsExactlyInAnyOrder(DeadLetterState.values());
  }

  @Test
  void wrongTermsAreSaid() {
    assertThatThrownBy(() -> parser.parse("stat:open")).hasMessageContaining("state");
    assertThatThrownBy(() -> parser.parse("state:opened")).hasMessageContaining("parked");
    assertThatThrownBy(() -> parser.parse("reason:bad")).hasMessageContaining("worker_crash");
    assertThatThrownBy(() -> parser.parse("-type:etl")).hasMessageContaining("minus");
    assertThatThrownBy(() -> parser.parse("type:")).hasMessageContaining("needs a value");
  }
}
