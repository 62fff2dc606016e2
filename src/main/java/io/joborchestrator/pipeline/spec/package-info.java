/** The pipeline document as records, the way it is written in a job's configuration. */
@NullMarked
package io.joborchestrator.pipeline.spec;

import org.jspecify.annotations.NullMarked;
