/** What a worker is: any process that executes jobs, a console or a Spark executor. No I/O. */
@NullMarked
package io.joborchestrator.domain.worker;

import org.jspecify.annotations.NullMarked;
