package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({"0.85,0.85", "'2,000',2000", "' 12 ',12", ".5,0.5", "-1e3,-1000"})
  void readsWhatPeopleWrite(String written, double number) {
    assertThat(NumberText.of(text(written))).isEqualTo(number);
    assertThat(NumberText.isWrong(text(written))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,85", "1,5", "12,34,567", "NaN", "1d", "0x1p3", "Infinity", ".", "x"})
  void refusesWhatCouldMeanAnotherNumber(String written) {
    assertThat(NumberText.of(text(written))).isNull();
    assertThat(NumberText.isWrong(text(written))).isTrue();
  }

  private static StringProperty text(String written) {
    return new SimpleStringProperty(written);
  }
}
