package dev.parley.adapter.mssql;

import dev.parley.application.contract.ReplyJobsContract;
import dev.parley.application.contract.StoreBackend;

class H2ReplyJobsTest extends ReplyJobsContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
