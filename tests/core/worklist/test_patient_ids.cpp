// SPDX-License-Identifier: GPL-3.0-or-later
// Patient IDs that tell nobody, in few films.
#include "core/worklist/identity_concerns.h"
#include "core/worklist/patient_ids.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

using Persons = std::vector<FilmPerson>;

class TestPatientIds final : public QObject
{
    Q_OBJECT

    static QString saidOf(const Persons& persons)
    {
        PatientIds ids;
        for (const FilmPerson& person : persons)
            ids.add(person);
        IdentityCounts counts;
        ids.countInto(counts);
        return identityConcerns(counts);
    }

private Q_SLOTS:
    void oneIdOfSeveralPatientsIsSaidOfFewFilms_data()
    {
        QTest::addColumn<Persons>("persons");
        const auto row
            = [](const char* name, const Persons& persons) { QTest::newRow(name) << persons; };
        row("names", {{u"7"_s, u"Doe^Jane"_s, {}, {}, {}}, {u"7"_s, u"Roe^Mary"_s, {}, {}, {}}});
        row("given names",
            {{u"7"_s, u"Doe^Jane"_s, {}, {}, {}}, {u"7"_s, u"Doe^Mary"_s, {}, {}, {}}});
        row("birth dates",
            {{u"7"_s, {}, u"1950-01-01"_s, {}, {}},
             {u"7"_s, {}, u"1950-01-01"_s, {}, {}},
             {u"7"_s, {}, u"1961-02-03"_s, {}, {}}});
        row("sexes", {{u"7"_s, {}, {}, u"F"_s, {}}, {u"7"_s, {}, {}, u"M"_s, {}}});
        row("names of one birth date",
            {{u"7"_s, u"Doe^Jane"_s, u"1900-01-01"_s, {}, {}},
             {u"7"_s, u"Roe^Mary"_s, u"1900-01-01"_s, {}, {}}});
        row("a word, two days",
            {{u"ANONYMOUS"_s, {}, {}, {}, u"2026-01-01"_s},
             {u"ANONYMOUS"_s, {}, {}, {}, u"2026-03-01"_s}});
        row("a number, two days",
            {{u"00000"_s, {}, {}, {}, u"2026-01-01"_s}, {u"00000"_s, {}, {}, {}, u"2026-03-01"_s}});
        row("a number, more films than of one examination", Persons(6, {u"0"_s, {}, {}, {}, {}}));
    }

    void oneIdOfSeveralPatientsIsSaidOfFewFilms()
    {
        QFETCH(Persons, persons);
        const QString said = saidOf(persons);
        QVERIFY2(said.startsWith(u"One patient ID is in %1 films"_s.arg(persons.size())),
                 qPrintable(said));
        QVERIFY(!said.contains(persons.front().patientId));
        // Of two of them, both are counted.
        Persons two = persons;
        for (FilmPerson person : persons) {
            person.patientId = person.patientId == u"7" ? u"8"_s : u"anon"_s;
            two.push_back(person);
        }
        QVERIFY2(saidOf(two).startsWith(u"2 patient IDs are in %1 films"_s.arg(two.size())),
                 qPrintable(saidOf(two)));
    }

    void severalFilmsOfOnePatientAreNone_data()
    {
        QTest::addColumn<Persons>("persons");
        const auto row
            = [](const char* name, const Persons& persons) { QTest::newRow(name) << persons; };
        row("two days",
            {{u"7"_s, u"Doe^Jane"_s, u"1950-01-01"_s, u"F"_s, u"2026-01-01"_s},
             {u"7"_s, u"Doe^Jane"_s, u"1950-01-01"_s, u"F"_s, u"2026-03-01"_s}});
        row("spelling",
            {{u"7"_s, u"DOE^JANE"_s, {}, {}, {}},
             {u"7"_s, u"Doe^Jane^M"_s, {}, {}, {}},
             {u"7"_s, u"Doe, Jane"_s, {}, {}, {}},
             {u"7"_s, u"Doe^J."_s, {}, {}, {}}});
        row("married",
            {{u"7"_s, u"Doe^Jane"_s, u"1950-01-01"_s, u"F"_s, {}},
             {u"7"_s, u"Roe^Jane"_s, u"1950-01-01"_s, u"F"_s, {}}});
        row("said and not said",
            {{u"7"_s, u"Doe^Jane"_s, u"1950-01-01"_s, u"F"_s, {}}, {u"7"_s, {}, {}, u"O"_s, {}}});
        row("a word, one day",
            {{u"ANONYMOUS"_s, {}, {}, {}, u"2026-01-01"_s},
             {u"ANONYMOUS"_s, {}, {}, {}, u"2026-01-01"_s}});
        row("pseudonyms, many films", Persons(6, {u"ANON0001"_s, {}, {}, {}, u"2026-01-01"_s}));
        row("pseudonyms",
            {{u"ANON0001"_s, {}, {}, {}, u"2026-01-01"_s},
             {u"ANON0001"_s, {}, {}, {}, u"2026-03-01"_s}});
        row("two patients",
            {{u"7"_s, u"Doe^Jane"_s, {}, {}, {}}, {u"8"_s, u"Roe^Mary"_s, {}, {}, {}}});
    }

    void severalFilmsOfOnePatientAreNone()
    {
        QFETCH(Persons, persons);
        QCOMPARE(saidOf(persons), QString());
    }
};

QTEST_APPLESS_MAIN(TestPatientIds)
#include "test_patient_ids.moc"
