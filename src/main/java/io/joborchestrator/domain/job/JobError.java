package io.joborchestrator.domain.job;

import io.joborchestrator.domain.error.ErrorType;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt ended badly.
 *
 * @param code name of an {@link io.joborchestrator.domain.error.ErrorCode}, or the word another
 *     kind of worker used
 * @param message a plain sentence
 * @param detail stack or engine output, or null
 */
public record JobError(String code, ErrorType type, String message, @Nullable String detail) {}
