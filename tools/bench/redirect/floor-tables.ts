import pg from 'pg';

/** Takes away what the floors have stored: nobody has to clean up after them or write it out while clicks are measured. */
export async function clearFloors(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('drop schema if exists bench cascade');
  } finally {
    await client.end();
  }
}
