package io.joborchestrator.console.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UiEventBridgeTest {
  private final List<Runnable> fxQueue = new ArrayList<>();
  private final List<Integer> seen = new ArrayList<>();
  private final UiEventBridge<Integer> bridge = new UiEventBridge<>(seen::add, fxQueue::add);

  @Test
  void keepsOneDeliveryPendingHoweverManyArrive() {
    for (int i = 0; i < 10_000; i++) {
      bridge.publish(i);
    }
    assertThat(fxQueue).hasSize(1);
    fxQueue.get(0).run();
    assertThat(seen).containsExactly(9_999);
  }

  @Test
  void deliversWhatComesAfterADelivery() {
    bridge.publish(1);
    fxQueue.remove(0).run();
    bridge.publish(2);
    fxQueue.remove(0).run();
    assertThat(seen).containsExactly(1, 2);
  }
}
