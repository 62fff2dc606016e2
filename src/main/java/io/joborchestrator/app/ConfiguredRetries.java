package io.joborchestrator.app;

import io.joborchestrator.config.RetryConfig;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.store.RetryPolicyStore;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the retry policies of a configuration file into the database, where they hold for
 * everybody: whoever starts last with another value for a name has changed it.
 */
final class ConfiguredRetries {
  private static final Logger log = LoggerFactory.getLogger(ConfiguredRetries.class);

  private ConfiguredRetries() {}

  static void store(List<RetryConfig> configured, RetryPolicyStore store) {
    if (configured.isEmpty()) {
      return;
    }
    try {
      List<RetryPolicy> stored = store.policies();
      configured.stream()
          .map(ConfiguredRetries::policy)
          .filter(policy -> stored.stream().noneMatch(policy::decidesLike))
          .forEach(store::save);
    } catch (OrchestratorException e) {
      log.warn("The retry policies of the configuration could not be stored: {}", e.getMessage());
    }
  }

  private static RetryPolicy policy(RetryConfig own) {
    Set<ErrorType> retried = EnumSet.of(ErrorType.ENGINE, ErrorType.RESOURCE, ErrorType.SYSTEM);
    if (own.retriesData()) {
      retried.add(ErrorType.DATA);
    }
    return new RetryPolicy(
        own.name(),
        own.maxRetries(),
        own.initialDelay(),
        own.maxDelay(),
        own.base(),
        own.jitterMin(),
        1,
        retried,
        "From a configuration file",
        false);
  }
}
