import crypto from 'node:crypto'; import { crc32 } from 'node:zlib';
const key = crypto.createSecretKey(Buffer.alloc(32,1)); const m = Buffer.alloc(49,7);
const k64 = Buffer.alloc(64,0x36); const o64=Buffer.alloc(64,0x5c);
const inner = Buffer.concat([k64,m]); const outer = Buffer.concat([o64,Buffer.alloc(32)]);
const t=(n,f)=>{for(let i=0;i<30000;i++)f();const s=process.cpuUsage();for(let i=0;i<200000;i++)f();const e=process.cpuUsage(s);console.log(n,((e.user+e.system)/200000).toFixed(2),'us')};
for(let r=0;r<2;r++){
t('createHmac',()=>crypto.createHmac('sha256',key).update(m).digest());
if (crypto.hash) { t('hash x2',()=>{const h=crypto.hash('sha256',inner,'buffer'); h.copy(outer,64); return crypto.hash('sha256',outer,'buffer');});
t('hash x1',()=>crypto.hash('sha256',inner,'buffer'));
t('hash x1 latin1',()=>crypto.hash('sha256',inner,'latin1'));
t('hash x1 hex',()=>crypto.hash('sha256',inner,'hex'));}
t('createHash',()=>crypto.createHash('sha256').update(inner).digest());
const h0=crypto.createHash('sha256').update(k64); t('hash.copy',()=>h0.copy().update(m).digest());
const c=crypto.createCipheriv('aes-128-ecb',Buffer.alloc(16,1),null); const b16=Buffer.alloc(16); t('aes block',()=>c.update(b16));
const b=Buffer.alloc(700); t('crc32 700',()=>crc32(b)); t('crc32 8',()=>crc32(b.subarray(0,8)));
}
