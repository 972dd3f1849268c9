// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/attribute_actions.h"
#include "tests/core/deidentification/deid_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr auto dx = "1.2.840.10008.5.1.4.1.1.1.1";
constexpr auto report = "1.2.840.10008.5.1.4.1.1.88.33";

} // namespace

class TestAttributeActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resolvesCompoundCodes_data();
    void resolvesCompoundCodes();
    void followsOptions_data();
    void followsOptions();
    void decidesByTheObject_data();
    void decidesByTheObject();
    void judgesWhatIsNotListed_data();
    void judgesWhatIsNotListed();
};

void TestAttributeActions::resolvesCompoundCodes_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<DeidAction>("required");
    QTest::addColumn<DeidAction>("mayBeEmpty");
    QTest::addColumn<DeidAction>("mayBeAbsent");
    QTest::addColumn<DeidAction>("unknown");
    using enum DeidAction;
    QTest::newRow("X/Z") << "X/Z"_ba << Empty << Empty << Remove << Empty;
    QTest::newRow("X/D") << "X/D"_ba << Dummy << Dummy << Remove << Dummy;
    QTest::newRow("Z/D") << "Z/D"_ba << Dummy << Empty << Empty << Dummy;
    QTest::newRow("X/Z/D") << "X/Z/D"_ba << Dummy << Empty << Remove << Dummy;
    QTest::newRow("X/Z/U*") << "X/Z/U*"_ba << NewUid << Empty << Remove << NewUid;
}

void TestAttributeActions::resolvesCompoundCodes()
{
    QFETCH(QByteArray, code);
    QTEST(resolved(code, AttributeType::Required), "required");
    QTEST(resolved(code, AttributeType::MayBeEmpty), "mayBeEmpty");
    QTEST(resolved(code, AttributeType::MayBeAbsent), "mayBeAbsent");
    QTEST(resolved(code, std::nullopt), "unknown");
}

void TestAttributeActions::followsOptions_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QByteArray>("vr");
    QTest::addColumn<DeidOptions>("options");
    QTest::addColumn<DeidAction>("expected");
    using enum DeidAction;
    using enum DeidOption;
    const auto row = [](const char* name, quint32 tag, const char* vr, DeidOptions options,
                        DeidAction expected) {
        QTest::newRow(name) << tag << QByteArray(vr) << options << expected;
    };
    row("sex", 0x00100040, "CS", {}, Empty);
    row("sex, kept", 0x00100040, "CS", RetainPatientCharacteristics, Keep);
    row("sex, another option", 0x00100040, "CS", RetainUids, Empty);
    row("study UID, kept", 0x0020000D, "UI", RetainUids, Keep);
    row("station, kept", 0x00081010, "SH", RetainDeviceIdentity, Keep);
    row("AE title of a station", 0x00080055, "AE", RetainDeviceIdentity, Clean);
    row("hospital, kept", 0x00080080, "LO", RetainInstitutionIdentity, Keep);
    row("study date", 0x00080020, "DA", {}, Empty);
    row("study date, kept", 0x00080020, "DA", RetainFullDates, Keep);
    row("study date, moved", 0x00080020, "DA", RetainModifiedDates, Clean);
    row("date of calibration, kept with the device", 0x00181200, "DA", RetainDeviceIdentity, Keep);
    row("date of calibration, moved all the same", 0x00181200, "DA",
        RetainDeviceIdentity | RetainModifiedDates, Clean);
    row("description", 0x00081030, "LO", {}, Remove);
    row("description, cleaned", 0x00081030, "LO", CleanDescriptors, Clean);
    row("allergies, cleaned by either", 0x00102110, "LO", RetainPatientCharacteristics, Clean);
    row("content of a report", 0x0040A730, "SQ", {}, Dummy);
    row("content of a report, cleaned", 0x0040A730, "SQ", CleanStructuredContent, Clean);
    row("graphics", 0x00700001, "SQ", CleanGraphics, Clean);
    row("birth date, whatever is kept", 0x00100030, "DA", RetainFullDates, Empty);
}

void TestAttributeActions::followsOptions()
{
    QFETCH(quint32, tag);
    QFETCH(QByteArray, vr);
    QFETCH(DeidOptions, options);
    QTEST(actionFor(table(), options, {tag, vr, dx}), "expected");
}

void TestAttributeActions::decidesByTheObject_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QByteArray>("sopClass");
    QTest::addColumn<bool>("isNested");
    QTest::addColumn<DeidAction>("expected");
    using enum DeidAction;
    QTest::newRow("operators of a film") << 0x00081070U << QByteArray(dx) << false << Remove;
    QTest::newRow("operators within") << 0x00081070U << QByteArray(dx) << true << Dummy;
    QTest::newRow("operators of what nobody knows") << 0x00081070U << "1.2.3"_ba << false << Dummy;
    QTest::newRow("content date of a film") << 0x00080023U << QByteArray(dx) << false << Empty;
    QTest::newRow("content date of a report")
        << 0x00080023U << QByteArray(report) << false << Dummy;
    QTest::newRow("performed step of a report")
        << 0x00081111U << QByteArray(report) << false << Empty;
    QTest::newRow("a single action within") << 0x00100010U << QByteArray(dx) << true << Empty;
}

void TestAttributeActions::decidesByTheObject()
{
    QFETCH(quint32, tag);
    QFETCH(QByteArray, sopClass);
    QFETCH(bool, isNested);
    QTEST(actionFor(table(), {}, {tag, "LO", sopClass, isNested}), "expected");
}

void TestAttributeActions::judgesWhatIsNotListed_data()
{
    QTest::addColumn<quint32>("tag");
    QTest::addColumn<QByteArray>("vr");
    QTest::addColumn<DeidOptions>("options");
    QTest::addColumn<QByteArray>("creator");
    QTest::addColumn<DeidAction>("expected");
    using enum DeidAction;
    using enum DeidOption;
    const auto row = [](const char* name, quint32 tag, const char* vr, DeidOptions options,
                        const char* creator, DeidAction expected) {
        QTest::newRow(name) << tag << QByteArray(vr) << options << QByteArray(creator) << expected;
    };
    row("rows", 0x00280010, "US", {}, "", Screen);
    row("manufacturer", 0x00080070, "LO", {}, "", Screen);
    row("a name that nobody lists", 0x00189999, "PN", {}, "", Empty);
    row("a date that nobody lists", 0x00189999, "DA", {}, "", Empty);
    row("a date that nobody lists, moved", 0x00189999, "DA", RetainModifiedDates, "", Clean);
    row("an unknown VR", 0x00189999, "UN", {}, "", Remove);
    row("private", 0x00191023, "DS", {}, "GEMS_ACQU_01", Remove);
    row("private and safe", 0x00191023, "DS", RetainSafePrivate, "GEMS_ACQU_01", Screen);
    row("private, not known to be safe", 0x00191022, "DS", RetainSafePrivate, "GEMS_ACQU_01",
        Remove);
    row("the length of a group", 0x00100000, "UL", {}, "", Remove);
    row("an overlay's rows", 0x60000010, "US", {}, "", Remove);
    row("an overlay that is to be cleaned", 0x60003000, "OW", CleanGraphics, "", Remove);
    row("a curve", 0x50003000, "OW", CleanGraphics, "", Remove);
}

void TestAttributeActions::judgesWhatIsNotListed()
{
    QFETCH(quint32, tag);
    QFETCH(QByteArray, vr);
    QFETCH(DeidOptions, options);
    QFETCH(QByteArray, creator);
    QTEST(actionFor(table(), options, {tag, vr, dx, false, creator}), "expected");
}

QTEST_GUILESS_MAIN(TestAttributeActions)
#include "test_attribute_actions.moc"
