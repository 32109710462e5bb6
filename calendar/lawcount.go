package calendar

import (
	"fmt"
	"iter"
	"slices"
	"time"
)

// DueByLaw returns the end of the limit l that an event at from sets off or, with Before, the end of
// the latest day to act before the event. The date of the event is that of from in the calendar's
// zone.
//
// A day ends at its midnight, Exclusive, or as AtOffice says. Hours end at the instant itself, which
// is in time; under EU1182 they are whole hours of the clock, and Exclusive.
//
// The error says what is wrong with l, as [Limit.Check] does, or is ErrRange.
func (c *Calendar) DueByLaw(from time.Time, l Limit) (Due, error) {
	k, err := c.reckon(from, l)
	if err != nil {
		return Due{}, fmt.Errorf("calendar: due %d %s by %q from %s: %w",
			l.Period.N, l.Period.Unit, l.Law, c.show(from), err)
	}
	return k.due, nil
}

// ExplainByLaw yields the working of DueByLaw: the day of the event, the days counted, every move of
// the last day, each with the Article behind it, and last of all a step with RuleDue. Counting back,
// the days descend. A period in weeks or longer units is one step to its corresponding day, one in
// hours to its last. If DueByLaw gives an error, the sequence is empty.
func (c *Calendar) ExplainByLaw(from time.Time, l Limit) iter.Seq[DayStep] {
	k, err := c.reckon(from, l)
	if err != nil {
		return func(func(DayStep) bool) {}
	}
	return slices.Values(k.steps)
}

// legal is the working of a Limit. The due time and its explanation come of one run, so that they
// cannot disagree.
type legal struct {
	Limit
	c         *Calendar
	law       statute
	event     receipt
	direction int
	n         int // days counted
	steps     []DayStep
	due       Due
}

func (c *Calendar) reckon(from time.Time, l Limit) (*legal, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	if _, ok := c.place(from); !ok {
		return nil, ErrRange
	}
	k := &legal{Limit: l, c: c, law: statutes[l.Law], event: c.receipt(from), direction: 1}
	if l.Before {
		k.direction = -1
	}
	if l.Period.Unit == Hours {
		return k, k.hours()
	}
	return k, k.days()
}

// days finds the last day of a period that is not in hours, and its end.
func (k *legal) days() error {
	day, err := k.end()
	if err != nil {
		return err
	}
	if day, err = k.offRest(day); err != nil {
		return err
	}
	if day, err = k.accessible(day); err != nil {
		return err
	}
	if day, err = k.twoWorkingDays(day); err != nil {
		return err
	}
	if k.AtOffice && k.c.works(day) {
		closing := k.c.closes(day)
		k.due = Due{At: k.c.local(day, closing), Exclusive: closing%dayEnd == 0}
		k.step(day, k.n, RuleDue, k.law.office)
		return nil
	}
	k.due = Due{At: k.c.local(day, dayEnd), Exclusive: true}
	k.step(day, k.n, RuleDue, k.law.end)
	return nil
}

// end finds the day on which the count ends.
func (k *legal) end() (int, error) {
	day := k.event.day
	if !k.FirstDay {
		k.step(day, 0, RuleEvent, k.law.begin)
	}
	if k.Period.long() {
		return k.long(day)
	}
	if k.FirstDay {
		day-- // so that the day of the event is the first to be counted
	}
	working := k.Period.Unit == WorkingDay || k.Law == CPR28 && k.Period.N <= 5
	article := k.law.count
	if working {
		article = k.law.work
	}
	for k.n < k.Period.N {
		day += k.direction
		if !inRange(day) {
			return 0, ErrRange
		}
		if working && !k.c.works(day) {
			k.rest(day, article)
			continue
		}
		k.n++
		counted := article
		if k.FirstDay && day == k.event.day {
			counted = k.law.firstDay
		}
		k.step(day, k.n, RuleCounted, counted)
	}
	if k.Law == CPR28 && k.Before {
		// The days counted are clear: the act comes before them.
		day--
		k.step(day, 0, RuleClear, k.law.begin)
	}
	return k.within(day)
}

// long finds the end of a period of weeks, months, quarters or years.
func (k *legal) long(day int) (int, error) {
	end, short := k.Period.corresponding(day, k.direction)
	rule, article := RuleCorresponding, k.law.corresponds
	if short {
		rule, article = RuleMonthEnd, k.law.short
	}
	if k.law.agreed != "" && (k.Period.Unit == Weeks || k.Period.Unit == Quarters) {
		article = k.law.agreed
	}
	if k.FirstDay {
		k.step(day, 1, RuleCounted, k.law.firstDay)
		if !short {
			end-- // the period ends before the day that corresponds to its first
		}
	}
	if !inRange(end) {
		return 0, ErrRange
	}
	k.step(end, 0, rule, article)
	return end, nil
}

// offRest moves the last day off a rest day, if the law does.
func (k *legal) offRest(day int) (int, error) {
	if !k.moves() || !k.isRest(day) {
		return day, nil
	}
	direction := 1
	if k.Law == FRCP6 {
		direction = k.direction
	}
	return k.moveTo(day, direction, k.law.move, k.isRest)
}

// moves reports whether a rest day may not be the last day.
func (k *legal) moves() bool {
	switch {
	case k.KeepLastDay || k.law.move == "" || k.Period.Unit == WorkingDay:
		return false
	case k.Law == CPR28:
		return k.AtOffice
	case k.Law == EU1182:
		return !k.Before
	}
	return true
}

// isRest reports whether the law takes a day for a rest day.
func (k *legal) isRest(day int) bool {
	return !k.c.works(day) || !k.Before && slices.Contains(k.StateHolidays, dateOf(day))
}

// accessible moves the last day past those on which the clerk's office cannot be reached.
func (k *legal) accessible(day int) (int, error) {
	if !k.shut(day) {
		return day, nil
	}
	return k.moveTo(day, 1, "FRCP 6(a)(3)(A)", func(day int) bool { return k.shut(day) || k.isRest(day) })
}

func (k *legal) shut(day int) bool { return slices.Contains(k.Inaccessible, dateOf(day)) }

// twoWorkingDays extends a period of two days or more until it has two working days.
func (k *legal) twoWorkingDays(day int) (int, error) {
	if k.Law != EU1182 || k.KeepLastDay || k.Period.Unit == Day && k.Period.N < 2 ||
		k.Period.Unit == WorkingDay {
		return day, nil
	}
	const article = "1182/71 3(5)"
	for k.workdaysTo(day) < 2 {
		next, err := k.moveTo(day, k.direction, article, func(day int) bool { return !k.c.works(day) })
		if err != nil {
			return 0, err
		}
		day = next
	}
	return day, nil
}

// workdaysTo counts the working days of the period if it ends on a day.
func (k *legal) workdaysTo(day int) int {
	if k.Before {
		return k.c.Workdays(dateOf(day), dateOf(k.event.day-1))
	}
	return k.c.Workdays(dateOf(k.event.day+1), dateOf(day))
}

// moveTo goes on from a day to the next in a direction that is not refused.
func (k *legal) moveTo(day, direction int, article string, refused func(day int) bool) (int, error) {
	for day += direction; inRange(day); day += direction {
		if !refused(day) {
			k.step(day, 0, RuleMoved, article)
			return day, nil
		}
		k.rest(day, article)
	}
	return 0, ErrRange
}

// hours finds the end of a period in hours.
func (k *legal) hours() error {
	from := k.event.at
	if k.Law == EU1182 {
		from = k.wholeHour(from)
	}
	k.step(k.event.day, 0, RuleEvent, k.law.hours)
	at := from.Add(time.Duration(k.direction*k.Period.N) * time.Hour)
	if _, ok := k.c.place(at); !ok {
		return ErrRange
	}
	k.due = Due{At: at, Exclusive: k.Law == EU1182}
	last := at // the last instant in time
	if k.due.Exclusive {
		last = at.Add(-1)
	}
	end := k.c.receipt(last)
	day, err := end.day, error(nil)
	if k.Law == FRCP6 && !k.KeepLastDay && k.isRest(day) {
		day, err = k.moveTo(day, k.direction, k.law.moveHours, k.isRest)
	}
	if err == nil && k.shut(day) {
		day, err = k.moveTo(day, 1, "FRCP 6(a)(3)(B)",
			func(day int) bool { return k.shut(day) || k.isRest(day) })
	}
	if err == nil && day != end.day {
		k.due.At = k.c.clock(day, end.clock, end.nanos)
	}
	k.step(day, 0, RuleDue, k.law.hours)
	return err
}

// wholeHour leaves out the hour of the event: it returns its end or, counting back, its start. The
// clocks of every zone in the European Union show whole hours at the same instants.
func (k *legal) wholeHour(t time.Time) time.Time {
	start := t.Add(-time.Duration(t.Minute())*time.Minute -
		time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
	if k.Before {
		return start
	}
	return start.Add(time.Hour)
}

func (k *legal) step(day, n int, rule, article string) {
	of := k.c.rules.of(day)
	k.steps = append(k.steps, DayStep{dateOf(day), n, rule, of.name, of.source, article})
}

// rest notes a day that does not count or cannot be the last.
func (k *legal) rest(day int, article string) {
	rule := RuleClosed
	switch {
	case k.c.works(day) && k.shut(day):
		rule = RuleInaccessible
	case k.c.rules.of(day).why == WhyRest:
		rule = RuleRest
	}
	k.step(day, 0, rule, article)
}

func (k *legal) within(day int) (int, error) {
	if !inRange(day) {
		return 0, ErrRange
	}
	return day, nil
}

func inRange(day int) bool { return minDay <= day && day <= maxDay }
