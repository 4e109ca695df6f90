import { connectorContract } from './connector-contract.js';
import { connectWisePsa } from './connectwise-psa.js';

connectorContract('ConnectWise', connectWisePsa);
