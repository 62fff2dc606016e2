package io.joborchestrator.console.chart;

import static io.joborchestrator.console.chart.ChartSample.RANGE;
import static io.joborchestrator.console.chart.ChartSample.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChartTimesTest {
  private final ChartTimes times = new ChartTimes(RANGE);

  private ChartRange visible() {
    return times.visibleProperty().get();
  }

  @Test
  void zoomsBetweenTwoInstantsInAnyOrder() {
    times.zoom(minute(30), minute(10));
    assertThat(visible()).isEqualTo(new ChartRange(minute(10), minute(30)));
    assertThat(times.zoomed()).isTrue();
    times.zoomOut();
    assertThat(visible()).isEqualTo(RANGE);
    assertThat(times.zoomed()).isFalse();
  }

  @Test
  void neverShowsLessThanTenSeconds() {
    times.zoom(minute(60), minute(60).plusMillis(1));
    assertThat(visible().length()).isEqualTo(ChartRange.SHORTEST);
    assertThat(visible().to()).isEqualTo(RANGE.to());
    assertThatThrownBy(() -> new ChartRange(minute(1), minute(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheInstantUnderTheCrosshairWhereItIs() {
    times.zoomIn(minute(15));
    assertThat(visible().length()).isEqualTo(Duration.ofMinutes(30));
    // A quarter of the way before and after.
    assertThat(Duration.between(visible().from(), minute(15)))
        .isEqualTo(Duration.ofMinutes(30).dividedBy(4));
    times.zoomOut(minute(15));
    assertThat(visible()).isEqualTo(RANGE);
    times.zoomOut(minute(15));
    assertThat(visible()).isEqualTo(RANGE);
  }

  @Test
  void followsTheTimeUnlessZoomed() {
    ChartRange later = new ChartRange(minute(5), minute(65));
    times.follow(later);
    assertThat(visible()).isEqualTo(later);
    times.zoom(minute(20), minute(30));
    times.follow(new ChartRange(minute(10), minute(70)));
    assertThat(visible()).isEqualTo(new ChartRange(minute(20), minute(30)));
    // What is zoomed into leaves at the left: the zoom stays in what there is.
    times.follow(new ChartRange(minute(25), minute(85)));
    assertThat(visible()).isEqualTo(new ChartRange(minute(25), minute(35)));
    times.choose(later);
    assertThat(visible()).isEqualTo(later);
  }
}
