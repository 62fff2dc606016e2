/** Pipelines on this machine: an in-process columnar engine, and what looks into files with it. */
@NullMarked
package io.joborchestrator.engine.local.pipeline;

import org.jspecify.annotations.NullMarked;
