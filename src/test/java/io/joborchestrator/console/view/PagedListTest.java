package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class PagedListTest {
  private record Item(String key, int version) {}

  private static final Item PLACEHOLDER = new Item("", -1);
  private final List<Integer> wanted = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final PagedList<Item> list = new PagedList<>(PLACEHOLDER, Item::key, 10, 3, wanted::add);

  private static List<Item> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Item("k" + i, 0)).toList();
  }

  private void listen() {
    list.addListener(
        (ListChangeListener<Item>)
            change -> {
              while (change.next()) {
                String range = change.getFrom() + ".." + change.getTo();
                if (change.wasUpdated()) {
                  events.add("update " + range);
                } else {
                  events.add(
                      "-"
                          + change.getRemovedSize()
                          + " +"
                          + change.getAddedSize()
                          + " at "
                          + change.getFrom());
                }
              }
            });
  }

  @Test
  void rowNotThereReadsAsPlaceholderAndAsksForItsPage() {
    list.resize(100);
    assertThat(list.get(42)).isSameAs(PLACEHOLDER);
    assertThat(wanted).containsExactly(4);
  }

  @Test
  void pageThatArrivesShowsInItsPlace() {
    list.resize(25);
    listen();
    list.put(2, items(20, 25));
    assertThat(list.get(24).key()).isEqualTo("k24");
    assertThat(events).containsExactly("update 20..25");
    assertThat(wanted).isEmpty();
  }

  @Test
  void keepsOnlyThePagesLastLookedAt() {
    list.resize(1_000_000);
    for (int page = 0; page < 50; page++) {
      list.put(page, items(page * 10, page * 10 + 10));
    }
    assertThat(list.loadedPages()).isEqualTo(3);
    assertThat(list.peek(495)).isNotNull();
    assertThat(list.peek(5)).isNull();
    assertThat(wanted).as("peek asks for nothing").isEmpty();
  }

  @Test
  void newRowsAtTheTopPushTheOthersDown() {
    list.resize(10);
    list.put(0, items(5, 15));
    listen();
    list.mergeFirstPage(items(3, 13), 12);
    assertThat(list).hasSize(12);
    assertThat(list.get(0).key()).isEqualTo("k3");
    assertThat(list.indexOfKey("k5")).isEqualTo(2);
    assertThat(events).contains("-0 +2 at 0");
  }

  @Test
  void rowsThatLeftGoAndOthersStay() {
    list.resize(4);
    list.put(0, items(0, 4));
    list.mergeFirstPage(List.of(new Item("k0", 0), new Item("k3", 0)), 2);
    assertThat(list.stream().map(Item::key)).containsExactly("k0", "k3");
  }

  @Test
  void rowsThatChangedAreUpdatedInPlace() {
    list.resize(3);
    list.put(0, items(0, 3));
    listen();
    list.mergeFirstPage(List.of(new Item("k0", 0), new Item("k1", 7), new Item("k2", 0)), 3);
    assertThat(list.get(1).version()).isEqualTo(7);
    assertThat(events).containsExactly("update 1..2");
  }

  @Test
  void refreshReplacesOnlyWhatChanged() {
    list.resize(30);
    list.put(0, items(0, 10));
    list.put(1, items(10, 20));
    listen();
    list.refresh(List.of(new Item("k12", 3), new Item("k3", 0), new Item("unknown", 1)));
    assertThat(list.get(12).version()).isEqualTo(3);
    assertThat(events).containsExactly("update 12..13");
  }

  @Test
  void mergeDropsPagesWhoseRowsMoved() {
    list.resize(30);
    list.put(0, items(0, 10));
    list.put(1, items(10, 20));
    list.mergeFirstPage(items(0, 10), 30);
    assertThat(list.has(1)).isFalse();
  }

  @Test
  void shrinkingTheEndForgetsItsPages() {
    list.resize(30);
    list.put(2, items(20, 30));
    list.resize(15);
    assertThat(list).hasSize(15);
    assertThat(list.loadedPages()).isZero();
  }

  @Test
  void everyMergeGivesExactlyTheNewList() {
    java.util.Random random = new java.util.Random(7);
    List<Item> mirror = new ArrayList<>();
    list.addListener(
        (ListChangeListener<Item>)
            change -> {
              while (change.next()) {
                if (!change.wasUpdated()) {
                  mirror
                      .subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                      .clear();
                  mirror.addAll(change.getFrom(), change.getAddedSubList());
                } else {
                  for (int i = change.getFrom(); i < change.getTo(); i++) {
                    mirror.set(i, list.get(i));
                  }
                }
              }
            });
    List<Integer> present = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      present.removeIf(i -> random.nextInt(4) == 0);
      int added = random.nextInt(4);
      for (int i = 0; i < added; i++) {
        present.add(0, round * 10 + i);
      }
      present.sort(java.util.Comparator.reverseOrder());
      int version = round;
      List<Item> first =
          present.stream().limit(10).map(i -> new Item("k" + i, i % 3 == 0 ? version : 0)).toList();
      list.mergeFirstPage(first, present.size());
      assertThat(list).hasSize(present.size());
      assertThat(mirror).hasSize(present.size());
      assertThat(mirror.subList(0, first.size())).isEqualTo(first);
    }
  }
}
