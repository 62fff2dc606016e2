package io.joborchestrator.console.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.deadletters.StackText.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackTextTest {
  @Test
  void framesOfLibrariesAreFoldedExceptTheFirst() {
    List<StackText.Line> lines =
        StackText.parse(
            """
            java.lang.IllegalStateException: no
            \tat com.example.First.here(First.java:1)
            \tat com.example.Second.here(Second.java:2)
            \tat com.example.Third.here(Third.java:3)
            \tat io.joborchestrator.engine.Ours.run(Ours.java:4)
            \tat java.base/java.lang.Thread.run(Thread.java:842)
            Caused by: java.io.IOException: disk
            \t... 5 more
            """);
    assertThat(lines)
        .extracting(StackText.Line::kind)
        .containsExactly(
            Kind.HEAD, Kind.FRAME, Kind.FOLD, Kind.FRAME, Kind.FRAME, Kind.HEAD, Kind.FRAME);
    assertThat(lines.get(2).hidden()).hasSize(2);
    assertThat(lines.get(4).text()).contains("Thread.run");
    assertThat(lines.get(5).text()).startsWith("Caused by");
  }

  @Test
  void shortOutputOfAProgramStaysWhole() {
    assertThat(StackText.parse("one\ntwo\n"))
        .extracting(StackText.Line::text)
        .containsExactly("one", "two");
    assertThat(StackText.parse("  \n")).isEmpty();
  }

  @Test
  void theMiddleOfLongOutputIsFolded() {
    String text = String.join("\n", IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList());
    List<StackText.Line> lines = StackText.parse(text);
    assertThat(lines).hasSize(61);
    assertThat(lines.get(30).kind()).isEqualTo(Kind.FOLD);
    assertThat(lines.get(30).hidden()).hasSize(940).startsWith("line 30");
  }
}
