package dev.parley.adapter.mssql;

import dev.parley.application.contract.ReplyJobsContract;
import dev.parley.application.contract.StoreBackend;

/** Sealed texts change nothing for who reads them. */
class SealedH2ReplyJobsTest extends ReplyJobsContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.sealed();
    }
}
