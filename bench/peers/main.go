// The same job on slack-go: take an envelope, keep it in SQLite (WAL, synchronous=FULL), answer, and post when the text
// asks for it. SLACK_API_URL and DATA_DIR come from the environment.
package main

import (
	"database/sql"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/mattn/go-sqlite3"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

const schema = `CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, person TEXT NOT NULL,
  channel TEXT NOT NULL, text TEXT NOT NULL, payload TEXT NOT NULL)`

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	file := filepath.Join(os.Getenv("DATA_DIR"), "go.sqlite")
	db, err := sql.Open("sqlite3", "file:"+file+"?_journal_mode=WAL&_synchronous=FULL")
	must(err)
	db.SetMaxOpenConns(1)
	_, err = db.Exec(schema)
	must(err)
	insert, err := db.Prepare("INSERT OR IGNORE INTO inbox (key, person, channel, text, payload) VALUES (?, ?, ?, ?, ?)")
	must(err)

	api := slack.New("xoxb-fake-bot", slack.OptionAppLevelToken("xapp-fake-app"),
		slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	client := socketmode.New(api)

	onCommand := func(event socketmode.Event, command slack.SlashCommand) {
		payload, err := json.Marshal(command)
		must(err)
		_, err = insert.Exec(command.TriggerID, command.UserID, command.ChannelID, command.Text, string(payload))
		must(err)
		client.Ack(*event.Request, map[string]interface{}{"response_type": "ephemeral", "text": "On the timeline."})
		if strings.HasPrefix(command.Text, "decide") {
			_, _, err = api.PostMessage(command.ChannelID, slack.MsgOptionText("Decision: "+command.Text[7:], false))
			must(err)
		}
	}
	onEvent := func(event socketmode.Event, outer slackevents.EventsAPIEvent) {
		mention, ok := outer.InnerEvent.Data.(*slackevents.AppMentionEvent)
		if ok {
			payload, err := json.Marshal(mention)
			must(err)
			_, err = insert.Exec(event.Request.EnvelopeID, mention.User, mention.Channel, mention.Text, string(payload))
			must(err)
		}
		client.Ack(*event.Request)
	}
	go func() {
		for event := range client.Events {
			switch data := event.Data.(type) {
			case slack.SlashCommand:
				go onCommand(event, data)
			case slackevents.EventsAPIEvent:
				go onEvent(event, data)
			}
		}
	}()
	must(client.Run())
}
