package io.joborchestrator.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
  @Test
  void lettersStayAsTheyAreAndEveryPartIsQuoted() {
    assertThat(TableName.parse("public.Orders").sql()).isEqualTo("\"public\".\"Orders\"");
    assertThat(TableName.parse("orders").sql()).isEqualTo("\"orders\"");
    assertThat(TableName.parse(" a b.c d ").sql()).isEqualTo("\"a b\".\"c d\"");
  }

  @Test
  void quotesHoldPointsAndQuotes() {
    TableName name = TableName.parse("\"my.schema\".\"say \"\"hi\"\"\"");
    assertThat(name).isEqualTo(new TableName("my.schema", "say \"hi\""));
    assertThat(TableName.parse(name.toString())).isEqualTo(name);
  }

  @Test
  void whatLooksLikeSqlIsANameAndNothingElse() {
    assertThat(TableName.parse("t; DROP TABLE x --").sql()).isEqualTo("\"t; DROP TABLE x --\"");
    assertThat(TableName.parse("(SELECT 1) x").sql()).isEqualTo("\"(SELECT 1) x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".b", "a.b.c", "\"a", "a\"b", "\"a\"b", "\"\"", "a\0b"})
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> TableName.parse(text)).isInstanceOf(OrchestratorException.class);
  }

  @Test
  void namesTheServerWouldCutOffAreRefused() {
    assertThatThrownBy(() -> TableName.parse("ü".repeat(32)))
        .hasMessageContaining("longer than the 63 bytes");
  }
}
