/** SQL jobs on both engines. */
@NullMarked
package io.joborchestrator.engine.analytics;

import org.jspecify.annotations.NullMarked;
