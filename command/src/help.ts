export const help = `invoicepatch: flows and runs of an InvoicePatch engine

  invoicepatch flows                            list the flows
  invoicepatch export [FLOW…] [--dir flows]     write flows as files, one each; all when none is named
  invoicepatch import FILE… [--publish]         make or change the flow that has the file's name
      --name NAME                               under another name (one file only)
      --connection PLACEHOLDER=CONNECTION       which connection stands in for a placeholder of the file
  invoicepatch publish FLOW                     make the draft the version that runs; its tests must be green
  invoicepatch test FLOW                        run the flow's tests on its draft
  invoicepatch compare FLOW [--newest 10]       what the draft would change in past runs; nothing is sent

  invoicepatch run FLOW [--payload FILE|-|JSON] start a run
      --node NODE                               of this trigger, where there are several
      --key KEY                                 idempotency key: the same key starts one run
      --follow                                  and follow it to its end
  invoicepatch runs [--flow FLOW] [--status S] [--code C] [--limit 20]
                                                list runs, newest first
  invoicepatch show RUN [--step STEP] [--as-of SEQ]
                                                a run with its steps, or one step with what went in and out
  invoicepatch follow [RUN]                     a run to its end; without one, whatever runs, until stopped
  invoicepatch logs RUN                         the facts of a run, in order
  invoicepatch replay RUN… [--version same|newest]
  invoicepatch replay --failed [--flow FLOW] [--code C] [--yes]
                                                run again; without --yes a list is only counted
      --batch ID                                the same id starts the same batch once

FLOW is a flow's id or its exact name. FILE is a path, - is standard input.

  --url URL      the engine; INVOICEPATCH_URL, else http://127.0.0.1:3000
  --token TOKEN  an API key; better INVOICEPATCH_TOKEN: others on the machine can see arguments
  --json         JSON instead of words; what is followed is one object a line

Exit codes: 0 done · 1 refused, failed or red · 2 wrong use · 3 engine not reached · 4 a run waits for a person
`;
