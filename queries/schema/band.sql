-- One row per band of the banding scheme that the school uses (policy). A score that lies in no band has none.
CREATE TABLE band (
  instrument VARCHAR NOT NULL,
  respondent VARCHAR NOT NULL,  -- cut-offs differ between informants
  strand     VARCHAR NOT NULL,
  lower      DOUBLE  NOT NULL,  -- lower and upper are both inside the band
  upper      DOUBLE  NOT NULL,
  name       VARCHAR NOT NULL,
  rank       INTEGER NOT NULL   -- 1 is the most favourable
);
