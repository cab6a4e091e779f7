// The way in: a one-time link, and the name when the link names nobody.

import { useEffect, useRef, useState, type FormEvent } from "react";
import { api, ApiError, sayOf } from "../api";
import { loadSession } from "../state/session";
import { Logo } from "../components/icons";

// Taken out of the address at once: a token must not stay in the history.
function takeToken(): string {
  const found = /^#signin=(.+)$/.exec(location.hash);
  if (!found) return "";
  history.replaceState(null, "", location.pathname + location.search);
  return decodeURIComponent(found[1]!);
}

const firstToken = takeToken();
export const cameWithToken = firstToken !== "";

type Step = "none" | "checking" | "name" | "used" | "unreachable";

export function SignIn({ say }: { say: string }) {
  const token = useRef(firstToken);
  const [step, setStep] = useState<Step>(firstToken ? "checking" : "none");
  const [name, setName] = useState("");
  const [error, setError] = useState("");

  const enter = async (as: string) => {
    try {
      await api.signIn(token.current, as);
      token.current = "";
      await loadSession();
    } catch (failure) {
      if (failure instanceof ApiError && !failure.retryable) {
        if (step === "name" && (failure.status === 400 || failure.status === 409)) return setError(failure.say);
        if (failure.status !== 429) return setStep("used");
      }
      setError(sayOf(failure));
      setStep((now) => (now === "name" ? now : "unreachable"));
    }
  };

  const check = async () => {
    setStep("checking");
    setError("");
    try {
      const peek = await api.peekSignin(token.current);
      if (!peek.valid) {
        await loadSession();                           // who opens an old link while signed in just goes on
        setStep("used");
      }
      else if (peek.name) await enter(peek.name);
      else setStep("name");
    } catch (failure) {
      setError(sayOf(failure));
      setStep("unreachable");
    }
  };
  useEffect(() => {
    if (token.current) void check();
    const pasted = () => {
      const next = takeToken();
      if (!next) return;
      token.current = next;
      void check();
    };
    addEventListener("hashchange", pasted);
    return () => removeEventListener("hashchange", pasted);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError("");
    if (name.trim()) void enter(name.trim());
    else setError("Please say who you are: the timeline names people.");
  };

  return (
    <main className="sign-in" id="main">
      <div className="sign-in-box">
        <Logo size={52} />
        <h1>muster</h1>
        {step === "checking" && <p role="status">Signing you in …</p>}
        {step === "name" && (
          <form onSubmit={submit} noValidate>
            <p>Welcome. What is your name? It stands beside what you say and do.</p>
            <label className="label" htmlFor="name">Your name</label>
            <input id="name" type="text" autoFocus autoComplete="name" value={name} maxLength={80} aria-invalid={error !== ""}
                   onChange={(e) => setName(e.target.value)} />
            {error && <p className="field-error" role="alert">{error}</p>}
            <button type="submit" className="button primary big">Come in</button>
          </form>
        )}
        {step === "used" && (
          <div role="alert">
            <p><b>This link was used already, or it is too old.</b></p>
            <p>Each link signs one person in, once. Ask a colleague who is signed in for a new one (their menu, <i>Invite
              somebody</i>), or start muster again for somebody by name; it prints a fresh link:</p>
            <pre>muster serve --signin "Ann Lee"</pre>
          </div>
        )}
        {step === "unreachable" && (
          <div role="alert">
            <p>{error}</p>
            <button type="button" className="button primary" onClick={() => void check()}>Try again</button>
          </div>
        )}
        {step === "none" && (
          <div>
            {say && <p role="status"><b>{say}</b></p>}
            <p>You need a sign-in link. It is printed where muster was started; a colleague who is signed in can make one for
              you too (their menu, <i>Invite somebody</i>).</p>
          </div>
        )}
      </div>
    </main>
  );
}
