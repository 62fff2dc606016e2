/** Runs of pipelines in chunks that outlive their attempt, for any engine. */
@NullMarked
package io.joborchestrator.engine.chunk;

import org.jspecify.annotations.NullMarked;
