"""Who may open what: every address of the portal, as everybody.

What the answers stand for: `ok` the page; `go` done, or led on; `in` to the sign-in first; `no`
there is no such page for you (404); `403` you may not; `422` what was sent is not good. A way of
asking (GET, POST) that has no line answers 405. Places are the buyer's; `other` is an owner on the
exhibitor's side; the lead acts for the buyer.
"""

ROLES = ("anonymous", "stranger", "viewer", "editor", "owner", "other", "lead", "organizer")
TABLE = """
address                how  anonymous stranger viewer editor owner other lead organizer
apply                  POST in        no       403    403    go    no    no   no
ask-to-join            POST in        go       go     go     go    go    go   go
availability           GET  in        no       ok     ok     ok    no    ok   no
availability           POST in        no       no     go     go    no    go   no
calendar               GET  in        no       ok     ok     ok    no    ok   no
calendar-feed          GET  ok        ok       ok     ok     ok    ok    ok   ok
calendar-feed-end      POST in        no       go     go     go    no    go   no
calendar-feed-new      POST in        no       ok     ok     ok    no    ok   no
certificate-edit       GET  in        no       403    ok     ok    no    ok   no
certificate-edit       POST in        no       403    422    422   no    422  no
certificate-new        GET  in        no       403    ok     ok    no    ok   no
certificate-new        POST in        no       403    422    422   no    422  no
certificate-remove     POST in        no       403    go     go    no    go   no
certificates           GET  in        no       ok     ok     ok    no    ok   no
check-in               GET  403       403      403    403    403   403   403  ok
check-in               POST 403       403      403    403    403   403   403  ok
day-sheet              GET  in        no       ok     ok     ok    no    ok   no
delegate               POST in        no       403    403    go    no    403  no
exhibitor-page         GET  in        no       ok     ok     ok    no    ok   no
find-organization      GET  in        ok       ok     ok     ok    ok    ok   ok
found-organization     GET  in        ok       ok     ok     ok    ok    ok   ok
found-organization     POST in        go       go     go     go    go    go   go
home                   GET  ok        ok       go     go     go    go    ok   ok
interpreter-calendar   GET  in        no       no     no     no    no    no   no
invitation             GET  ok        ok       ok     ok     ok    ok    ok   ok
invitation             POST go        go       go     go     go    go    go   go
invite                 POST in        no       403    403    go    no    no   no
join-answer            POST in        no       403    403    go    no    no   no
leave                  POST in        no       go     go     go    no    no   no
letter                 GET  no        no       no     no     no    no    no   no
link-answer            GET  ok        ok       ok     ok     ok    ok    ok   ok
link-answer            POST ok        ok       ok     ok     ok    ok    ok   ok
link-day               GET  ok        ok       ok     ok     ok    ok    ok   ok
mailbox                GET  ok        ok       ok     ok     ok    ok    ok   ok
matches                GET  in        no       ok     ok     ok    no    ok   no
matches-compare        GET  in        no       ok     ok     ok    no    ok   no
matches-mark           POST in        no       403    go     go    no    go   no
matches-of             GET  in        no       ok     ok     ok    no    ok   no
matches-with           GET  in        no       ok     ok     ok    no    ok   no
member                 POST in        no       403    403    go    no    no   no
mission                GET  in        no       no     no     no    no    ok   no
mission-calendar       GET  in        no       no     no     no    no    ok   no
mission-csv            GET  in        no       no     no     no    no    ok   no
mission-draft          GET  in        no       no     no     no    no    ok   no
mission-draft          POST in        no       no     no     no    no    go   no
need                   GET  in        no       ok     ok     ok    no    ok   no
need-categories        GET  in        no       ok     ok     ok    no    ok   no
need-copy              POST in        no       403    go     go    no    go   no
need-edit              GET  in        no       403    ok     ok    no    ok   no
need-edit              POST in        no       403    422    422   no    422  no
need-new               GET  in        no       403    ok     ok    no    ok   no
need-new               POST in        no       403    422    422   no    422  no
need-state             POST in        no       403    go     go    no    go   no
needs                  GET  in        no       ok     ok     ok    no    ok   no
notice-settings        POST in        go       go     go     go    go    go   go
notices                GET  in        ok       ok     ok     ok    ok    ok   ok
notices-read           POST in        go       go     go     go    go    go   go
organization           GET  in        no       ok     ok     ok    no    no   no
organization-calendar  GET  in        no       ok     ok     ok    no    no   no
organization-edit      GET  in        no       403    403    ok    no    no   no
organization-edit      POST in        no       403    403    ok    no    no   no
organizers-search      GET  in        no       no     no     no    no    no   ok
paper                  GET  in        no       ok     ok     ok    no    ok   ok
parts                  GET  ok        ok       ok     ok     ok    ok    ok   ok
picture                GET  in        no       ok     ok     ok    ok    ok   ok
picture-change         POST in        no       403    go     go    no    go   no
picture-small          GET  in        no       ok     ok     ok    ok    ok   ok
privacy                GET  in        ok       ok     ok     ok    ok    ok   ok
privacy                POST in        go       go     go     go    go    go   go
privacy-erase          GET  in        ok       ok     ok     ok    ok    ok   ok
privacy-erase          POST in        422      422    422    422   422   422  422
privacy-export         GET  in        ok       ok     ok     ok    ok    ok   ok
product-copy           POST in        no       403    go     go    no    go   no
product-edit           GET  in        no       ok     ok     ok    no    ok   no
product-edit           POST in        no       ok     422    422   no    422  no
product-export         GET  in        no       ok     ok     ok    no    ok   no
product-headings       POST in        no       403    ok     ok    no    ok   no
product-import         GET  in        no       403    ok     ok    no    ok   no
product-import-decide  POST in        no       403    go     go    no    go   no
product-import-new     GET  in        no       403    ok     ok    no    ok   no
product-import-new     POST in        no       403    422    422   no    422  no
product-new            GET  in        no       403    ok     ok    no    ok   no
product-new            POST in        no       403    422    422   no    422  no
product-pictures       POST in        no       403    go     go    no    go   no
product-remove         GET  in        no       403    ok     ok    no    ok   no
product-remove         POST in        no       403    go     go    no    go   no
products               GET  in        no       ok     ok     ok    no    ok   no
profile                GET  in        no       ok     ok     ok    no    ok   no
profile-edit           GET  in        no       403    ok     ok    no    ok   no
profile-edit           POST in        no       403    422    422   no    422  no
profile-logo           POST in        no       403    go     go    no    go   no
profile-seen           GET  in        no       ok     ok     ok    no    ok   no
request-answer         POST in        no       403    go     go    no    go   no
request-new            GET  in        no       403    ok     ok    no    ok   no
request-new            POST in        no       403    ok     ok    no    ok   no
request-propose        GET  in        no       403    ok     ok    no    ok   no
request-propose        POST in        no       403    422    422   no    422  no
requests               GET  in        no       ok     ok     ok    no    ok   no
requests-tab           GET  in        no       ok     ok     ok    no    ok   no
revoke                 POST in        no       403    403    go    no    no   no
search                 GET  in        no       ok     ok     ok    no    ok   no
set_language           POST go        go       go     go     go    go    go   go
talk                   GET  in        no       ok     ok     ok    no    ok   no
talk                   POST in        no       no     422    422   no    422  no
talks                  GET  in        no       ok     ok     ok    no    ok   no
today                  GET  in        no       ok     ok     ok    no    ok   no
token-end              POST in        go       go     go     go    go    go   go
tokens                 GET  in        ok       ok     ok     ok    ok    ok   ok
tokens                 POST in        ok       ok     ok     ok    ok    ok   ok
unsubscribe            GET  ok        ok       ok     ok     ok    ok    ok   ok
unsubscribe            POST ok        ok       ok     ok     ok    ok    ok   ok
"""


def lines() -> dict[tuple[str, str], list[str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {(row[0], row[1]): row[2:] for row in rows}
