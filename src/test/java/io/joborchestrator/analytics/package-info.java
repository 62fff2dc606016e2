/** Documents and texts of SQL jobs. */
@NullMarked
package io.joborchestrator.analytics;

import org.jspecify.annotations.NullMarked;
