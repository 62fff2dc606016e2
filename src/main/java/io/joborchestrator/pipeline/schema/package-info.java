/** Files of an input, their layout, and the types found in them. */
@NullMarked
package io.joborchestrator.pipeline.schema;

import org.jspecify.annotations.NullMarked;
