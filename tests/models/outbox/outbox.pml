/* One row of the outbox (bot/runtime/outbox.hpp), up to two processes that may send it, and a chat that cannot be given a key.
 *
 * Guards, each a macro, so that a test can take one out:
 *   CLAIM     a claim is durable before anything is sent
 *   READBACK  a row that was claimed before is looked for in the chat before it is sent
 *   BOUND     nobody looks or sends while a request of an earlier claim may still take effect
 *   FENCE     whoever was overtaken writes nothing and sends nothing: the row carries the number of its claim
 *   DEADLINE  who holds a claim looks, right before sending, whether its lease still runs
 *   LOCK      the next process starts when the one before is dead (a lock on the directory): there is no lease
 * Properties that must never hold: DOUBLED (said twice), LOST (recorded as delivered and never said). One that must be reached:
 * SAID (said once and recorded).
 *
 * Left out: checking the deadline and writing to the socket are one step; one row; at most FAULTS faults and TAKEOVERS leases
 * that run out.
 */
mtype = { waiting, running, delivered };
#define FAULTS 3
#define TAKEOVERS 3

mtype row = waiting;
byte epoch = 0;           /* claims so far; column attempt */
bool lapsed = false;      /* the lease of a running row is over */
byte in_air = 0;          /* requests that were written and have not yet taken effect or been lost */
byte said = 0;
byte faults = 0, takeovers = 0, holder = 0;

#ifdef FENCE
#define MINE (epoch == my)
#else
#define MINE (true)
#endif
#ifdef DEADLINE
#define MAY_SEND (MINE && !lapsed)
#else
#define MAY_SEND MINE
#endif
#ifdef BOUND
#define SETTLED (in_air == 0)
#else
#define SETTLED (true)
#endif

active proctype chat() {
end: do
  :: atomic { in_air > 0 -> in_air--; said++ }
  :: atomic { in_air > 0 && faults < FAULTS -> in_air--; faults++ }      /* the request never arrived */
  od
}

#ifndef LOCK
active proctype lease() {
end: do
  :: atomic { row == running && !lapsed && takeovers < TAKEOVERS && SETTLED -> lapsed = true; takeovers++ }
  od
}
#endif

#ifdef LOCK
#define DIE atomic { faults++; holder = 0 }; goto start
#else
#define DIE faults++; goto start
#endif

active [2] proctype process() {
  byte my = 0;
  bool uncertain = false;
start:
#ifdef LOCK
  /* What the dead one was sending is taken over. */
  atomic { holder == 0 -> holder = _pid };
  if
  :: atomic { row == running && SETTLED -> lapsed = true }
  :: row != running
  fi;
#endif
claim:
  uncertain = false;
  if
  :: row == delivered -> goto done
#ifdef CLAIM
  :: atomic { row == waiting || (row == running && lapsed) ->
       uncertain = (epoch > 0); epoch++; my = epoch; row = running; lapsed = false }
#else
  :: atomic { row == waiting -> uncertain = (epoch > 0); my = epoch }
#endif
  fi;
#ifdef READBACK
  if
  :: atomic { uncertain && said > 0 && MINE -> row = delivered }; goto claim
  :: atomic { !(uncertain && said > 0 && MINE) -> skip }
  fi;
#endif
  if
  :: faults < FAULTS -> DIE                                  /* killed before sending */
  :: skip
  fi;
  if
  :: atomic { MAY_SEND -> in_air++ }
  :: atomic { !MAY_SEND -> skip }; goto claim
  fi;
  if
  :: faults < FAULTS -> DIE                                  /* killed after sending, before the receipt */
  :: skip
  fi;
  if
  :: atomic { said > 0 -> if :: MINE -> row = delivered :: else -> skip fi }       /* the answer came */
  :: atomic { faults < FAULTS && SETTLED -> faults++;                              /* it did not: tried again later */
       if :: MINE && row == running -> row = waiting :: else -> skip fi }
  fi;
  goto claim;
done:
#ifdef LOCK
  holder = 0;
#endif
  skip
}

#ifdef DOUBLED
never {
T0: if :: (said > 1) -> goto found :: true -> goto T0 fi;
found: assert(false)
}
#endif
#ifdef LOST
never {
T0: if :: (row == delivered && said == 0) -> goto found :: true -> goto T0 fi;
found: assert(false)
}
#endif
#ifdef SAID
never {
T0: if :: (row == delivered && said == 1) -> goto found :: true -> goto T0 fi;
found: assert(false)
}
#endif
