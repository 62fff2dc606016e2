package io.joborchestrator.domain.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BrokenJsonTest {
  @Test
  void saysWhereAnUnclosedObjectBegan() {
    assertThatThrownBy(() -> JobFile.parse("{\"name\": \"daily\",\n  \"type\": {"))
        .isInstanceOf(JobFileException.class)
        .hasMessageStartingWith("Line 2, column")
        .hasMessageContaining("opened in line 2, column 11")
        .hasMessageNotContaining("Source");
  }

  @Test
  void quotesNothingOfTheDocument() {
    assertThatThrownBy(() -> JobFile.parse("{\"password\": s3cret}"))
        .hasMessageStartingWith("Line 1, column")
        .hasMessageNotContaining("\"password\"")
        .hasMessageNotContaining("Source");
  }
}
