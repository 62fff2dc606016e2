package io.joborchestrator.orchestrator.duty;

import com.sun.management.OperatingSystemMXBean;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How busy this machine is. */
public final class MachineLoad {
  private final @Nullable OperatingSystemMXBean machine =
      ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
          ? bean
          : null;

  WorkerLoad measure(int runningJobs, Instant now) {
    if (machine == null) {
      return new WorkerLoad(runningJobs, null, null, now);
    }
    double cpu = machine.getCpuLoad();
    long total = machine.getTotalMemorySize();
    Double memory =
        total > 0 ? Double.valueOf(100.0 * (total - machine.getFreeMemorySize()) / total) : null;
    return new WorkerLoad(runningJobs, cpu < 0 ? null : Double.valueOf(100 * cpu), memory, now);
  }
}
