/** Loading tables: into a staging table first, then at once or not at all. */
@NullMarked
package io.joborchestrator.connection.load;

import org.jspecify.annotations.NullMarked;
