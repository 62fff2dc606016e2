package io.joborchestrator.testing.fault;

import io.joborchestrator.store.WorkStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Steps in before and after the calls of a worker's store. Every step of the protocol is one call,
 * so every point at which a worker can crash lies beside one of them.
 */
public interface WorkHooks {
  /** What to do at a call. */
  interface Hook {
    Hook NONE = (method, answer) -> {};

    /**
     * @param answer of the call, or null before it
     */
    void at(String method, @Nullable Object answer);
  }

  /** Wraps a store. */
  static WorkStore wrap(WorkStore work, Hook before, Hook after) {
    return (WorkStore)
        Proxy.newProxyInstance(
            WorkHooks.class.getClassLoader(),
            new Class<?>[] {WorkStore.class},
            (proxy, method, arguments) -> {
              before.at(method.getName(), null);
              try {
                Object answer = method.invoke(work, arguments);
                after.at(method.getName(), answer);
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /**
   * Ends this process as {@code kill -9} would.
   *
   * @param point {@code before:complete}, {@code after:claim:2} and the like; the number says at
   *     which call, from 1. Claims that found nothing do not count.
   */
  static WorkStore crashing(WorkStore work, String point) {
    String[] parts = point.split(":");
    int nth = parts.length > 2 ? Integer.parseInt(parts[2]) : 1;
    AtomicInteger calls = new AtomicInteger();
    Hook crash =
        (method, answer) -> {
          boolean empty = answer instanceof List<?> list && list.isEmpty();
          if (!empty && method.equals(parts[1]) && calls.incrementAndGet() == nth) {
            Runtime.getRuntime().halt(137);
          }
        };
    return parts[0].equals("before") ? wrap(work, crash, Hook.NONE) : wrap(work, Hook.NONE, crash);
  }
}
