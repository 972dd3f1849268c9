// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/facts_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::isolation;

namespace {

/// Nothing of it is a default.
Radiograph everything()
{
    Radiograph r;
    r.columns = 2047;
    r.rows = 2500;
    r.stored = StoredSize{1024, 2500};
    r.bits = bitDepth<12>;
    r.valueScale = 0.1;
    r.valueOffset = -1024.7;
    r.valueUnit = u"HU"_s;
    r.lowestStored = -2048;
    r.modalityTable = std::make_shared<const VoiTable>(VoiTable{-1, bitDepth<12>, {5, 4095}, {}});
    r.inverted = true;
    r.paddingFirst = 0;
    r.paddingLast = 65535;
    r.vois = {VoiTable{-7, bitDepth<10>, {0, 1, 1023}, u"curve"_s},
              VoiWindow{1.0 / 3, 0.25, VoiFunction::Sigmoid, u"L\u00F6we \U0001F981"_s},
              VoiWindow{40, 400, VoiFunction::LinearExact, {}}};
    r.initialVoi = r.vois.front();
    r.format = FileFormat::Tiff;
    r.modality = u"CR"_s;
    r.bodyPart = u"CHEST"_s;
    r.view = View::AnteroPosterior;
    r.viewText = u"AP"_s;
    r.spacing = PixelSpacing{0.143, 0.1430001, SpacingSource::MagnificationFactor, 1.25};
    r.patientAgeYears = 57.25;
    r.patientSex = u"F"_s;
    r.patientId = u"P\"1\\"_s;
    r.patientName = u"Doe^Jane\n"_s;
    r.studyDate = u"2026-11-23"_s;
    r.patientBirthDate = u"1969-08-01"_s;
    r.rowDirection = u"L"_s;
    r.columnDirection = u"F"_s;
    r.sopInstanceUid = u"1.2.3"_s;
    r.transferSyntaxUid = u"1.2.840.10008.1.2"_s;
    r.notes = QStringList{u"One."_s, u"Two."_s};
    r.notes.add(NoteCode::Frames, u"Three."_s);
    r.refusal = u"It is a hand."_s;
    return r;
}

QJsonObject throughText(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)).object();
}

} // namespace

class TestFactsJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingSurvives();
    void nothingSurvives();
    void tablesCanStayBehind();
    void wrongFactsAreNamed_data();
    void wrongFactsAreNamed();
    void factsWithinFactsAreNamed();
    void everyFactIsNeeded();
};

void TestFactsJson::everythingSurvives()
{
    const Radiograph r = everything();
    QString wrong;
    const auto back = factsFromJson(throughText(factsToJson(r)), wrong);
    QVERIFY2(back, qPrintable(wrong));
    QCOMPARE(factsToJson(*back), factsToJson(r));
    QVERIFY(back->vois == r.vois);
    QVERIFY(back->initialVoi == r.initialVoi);
    QCOMPARE(back->valueScale, 0.1); // QCOMPARE of doubles is fuzzy; the JSON above is not
    QVERIFY(back->paddingFirst == r.paddingFirst && back->paddingLast == r.paddingLast);
    QCOMPARE(back->patientName, r.patientName);
    QVERIFY(back->notes.coded() == r.notes.coded());
    QVERIFY(back->refusal == r.refusal);
    QVERIFY(back->spacing && back->spacing->columnMm == r.spacing->columnMm
            && back->spacing->source == r.spacing->source
            && back->spacing->magnification == r.spacing->magnification);
    QVERIFY(back->stored == r.stored);
    QVERIFY(back->lowestStored == r.lowestStored);
    QVERIFY(back->modalityTable && *back->modalityTable == *r.modalityTable);
    QVERIFY(back->patientAgeYears == r.patientAgeYears);
    QVERIFY(!back->pixels);
}

void TestFactsJson::nothingSurvives()
{
    Radiograph r;
    r.columns = 1;
    r.rows = 1;
    QString wrong;
    const auto back = factsFromJson(throughText(factsToJson(r)), wrong);
    QVERIFY2(back, qPrintable(wrong));
    QVERIFY(!back->spacing && !back->patientAgeYears && !back->refusal && !back->paddingFirst);
    QCOMPARE(factsToJson(*back), factsToJson(r));
}

void TestFactsJson::tablesCanStayBehind()
{
    const VoiWindow instead{5, 6, VoiFunction::Linear, {}};
    QString wrong;
    const auto back = factsFromJson(factsWithoutTables(everything(), instead), wrong);
    QVERIFY2(back, qPrintable(wrong));
    QCOMPARE(back->vois.size(), std::size_t{2});
    QVERIFY(back->initialVoi == Voi(instead));
}

void TestFactsJson::wrongFactsAreNamed_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char* name, const char* key, const QJsonValue& value) {
        QTest::newRow(name) << QString::fromLatin1(key) << value;
    };
    row("no column", "columns", 0);
    row("half a column", "columns", 1.5);
    row("endless columns", "columns", 1e18);
    row("too many pixels", "rows", 1 << 28);
    row("no bits", "bits", 0);
    row("17 bits", "bits", 17);
    row("scale 0", "value_scale", 0);
    row("scale no number", "value_scale", QJsonValue());
    row("values beyond numbers", "value_scale", 1e308);
    row("values all the same", "value_scale", 1e-30);
    row("truth", "inverted", 1);
    row("padding", "padding_last", 65536);
    row("view", "view", 5);
    row("format", "format", -1);
    row("age", "age", u"12"_s);
    row("age before birth", "age", -1);
    row("name", "patient_name", 3);
    row("notes", "notes", QJsonArray{1});
    row("no notes", "notes", u"note"_s);
    row("refusal", "refusal", false);
}

void TestFactsJson::wrongFactsAreNamed()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QJsonObject json = factsToJson(everything());
    json[key] = value;
    QString wrong;
    QVERIFY(!factsFromJson(json, wrong));
    QCOMPARE(wrong, key);
}

void TestFactsJson::factsWithinFactsAreNamed()
{
    const auto wrongIn = [](const char* key, const Radiograph& r) {
        QString wrong;
        const bool isTaken = factsFromJson(factsToJson(r), wrong).has_value();
        QVERIFY2(!isTaken, key);
        QCOMPARE(wrong, QString::fromLatin1(key));
    };
    Radiograph r = everything();
    r.vois = {VoiTable{0, bitDepth<10>, {0, 1024}, {}}}; // one beyond its bits
    wrongIn("entries", r);
    r = everything();
    r.spacing->columnMm = 0;
    wrongIn("column", r);
}

void TestFactsJson::everyFactIsNeeded()
{
    const QJsonObject json = factsToJson(everything());
    QCOMPARE(json.size(), 32); // all members but the pixels and the overlay planes
    for (const QString& key : json.keys()) {
        QJsonObject less = json;
        less.remove(key);
        QString wrong;
        QVERIFY2(!factsFromJson(less, wrong), qPrintable(key));
        QVERIFY2(!wrong.isEmpty(), qPrintable(key));
    }
    QJsonObject window{{u"center"_s, 1},
                       {u"width"_s, 0.5}, // less than 1 is not linear
                       {u"function"_s, 0},
                       {u"name"_s, QString()}};
    QJsonObject wrongVoi = json;
    wrongVoi[u"initial_voi"_s] = window;
    QString wrong;
    QVERIFY(!factsFromJson(wrongVoi, wrong));
    QCOMPARE(wrong, u"width"_s);
}

QTEST_GUILESS_MAIN(TestFactsJson)
#include "test_facts_json.moc"
