package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageLoadsTest {
  private final List<Integer> started = new ArrayList<>();
  private final PageLoads loads = new PageLoads(started::add);

  @Test
  void loadsOnePageAtATime() {
    loads.want(1);
    loads.want(2);
    assertThat(started).containsExactly(1);
    loads.finished();
    assertThat(started).containsExactly(1, 2);
  }

  @Test
  void thePageWantedLastGoesFirstAndPassedOnesAreForgotten() {
    loads.want(0);
    for (int page = 1; page <= 500; page++) {
      loads.want(page);
    }
    for (int i = 0; i < 10; i++) {
      loads.finished();
    }
    assertThat(started).containsExactly(0, 500, 499, 498);
  }

  @Test
  void aPageBeingLoadedIsNotLoadedTwice() {
    loads.want(3);
    loads.want(3);
    loads.finished();
    assertThat(started).containsExactly(3);
  }
}
