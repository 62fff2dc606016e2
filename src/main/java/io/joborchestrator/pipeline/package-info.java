/**
 * Declarative pipelines: the format, its expression language, its checks and its SQL for each
 * engine.
 */
@NullMarked
package io.joborchestrator.pipeline;

import org.jspecify.annotations.NullMarked;
