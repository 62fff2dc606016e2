/** What was seen last of an environment, for the time when its database is away. */
@NullMarked
package io.joborchestrator.console.offline;

import org.jspecify.annotations.NullMarked;
