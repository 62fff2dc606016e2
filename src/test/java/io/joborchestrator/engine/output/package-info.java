/** Tests of publishing. */
@NullMarked
package io.joborchestrator.engine.output;

import org.jspecify.annotations.NullMarked;
