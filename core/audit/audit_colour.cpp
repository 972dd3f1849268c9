// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/audit_colour.h"

#include "core/statistics/interval_text.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double redAuc = 0.65;
/// Share of what the whole picture tells above chance. Within one hospital the sicker are imaged in
/// another way, lying and with devices, which leaves traces everywhere; a shortcut is where those
/// traces do nearly all of the work.
constexpr double redShare = 0.75;
constexpr double amberAuc = 0.60;
constexpr double sourceKnown = 0.80; ///< AUC from which a source counts as predictable
constexpr double redCoincidence = 0.50; ///< Cramer's V
constexpr double amberCoincidence = 0.30;
constexpr double thumbnailAuc = 0.90;
/// Opaque lungs are brighter, so that plain facts tell something even without a shortcut.
constexpr double factsAuc = 0.75;
constexpr double markerChange = 0.10;
constexpr double sourceGap = 0.15;
/// Intervals of fewer images are too wide to clear a model.
constexpr int enoughImages = 100;

const AuditTest* testNamed(const AuditReport& report, QStringView name)
{
    for (const AuditTest& test : report.tests)
        if (test.name == name && test.notTested.isEmpty())
            return &test;
    return nullptr;
}

bool tellsNearlyAll(const Interval& region, const AuditTest* whole)
{
    return whole == nullptr || region.value - 0.5 >= redShare * (whole->auc.value - 0.5);
}

bool isAboveChance(const Interval& auc, double least)
{
    return auc.value >= least && auc.low > 0.5;
}

constexpr FigureStyle twoDigits{2};

QString aucText(const Interval& auc)
{
    return u"AUC "_s + withInterval(auc, twoDigits);
}

/// Collects reasons and remembers the worst.
class Judgement
{
public:
    void add(AuditSummary::Colour colour, const QString& reason)
    {
        (colour == AuditSummary::Colour::Red ? m_red : m_amber).append(reason);
    }
    [[nodiscard]] AuditSummary::Colour colour() const
    {
        if (!m_red.isEmpty())
            return AuditSummary::Colour::Red;
        return m_amber.isEmpty() ? AuditSummary::Colour::Green : AuditSummary::Colour::Amber;
    }
    [[nodiscard]] QStringList reasons() const { return m_red + m_amber; }

private:
    QStringList m_red;
    QStringList m_amber;
};

/// Regions of a picture in which no disease of the lungs can be seen.
void judgeRegions(const AuditReport& report, Judgement& judgement)
{
    struct Region
    {
        const char16_t* name;
        const char* words;
    };
    constexpr Region regions[]
        = {{u"lungs_blanked", "The class can be told with the lungs blanked: %1."},
           {u"border", "The class can be told from the border alone: %1."},
           {u"corners", "The class can be told from the corners, where markers and text are: %1."}};
    const AuditTest* whole = testNamed(report, u"whole");
    for (const Region& region : regions) {
        const AuditTest* test = testNamed(report, region.name);
        if (test == nullptr)
            continue;
        const QString reason = QString::fromLatin1(region.words).arg(aucText(test->auc));
        const bool isCorners = region.name == std::u16string_view(u"corners");
        if (isAboveChance(test->auc, redAuc) && tellsNearlyAll(test->auc, whole) && !isCorners)
            judgement.add(AuditSummary::Colour::Red, reason);
        else if (isAboveChance(test->auc, amberAuc))
            judgement.add(AuditSummary::Colour::Amber, reason);
    }
}

void judgeSources(const AuditReport& report, Judgement& judgement)
{
    const AuditTest* source = testNamed(report, u"source");
    const double coincidence = report.table.cramersV;
    if (source == nullptr || std::isnan(coincidence))
        return;
    const bool isKnown = isAboveChance(source->auc, sourceKnown);
    const QString words = u"The source can be told from the model's features (%1), and class and "
                          "source %2 (Cramer's V %3): the model may have learned hospitals."_s.arg(
                              aucText(source->auc));
    if (isKnown && coincidence >= redCoincidence)
        judgement.add(AuditSummary::Colour::Red,
                      words.arg(u"coincide"_s, figure(coincidence, twoDigits)));
    else if (isKnown && coincidence >= amberCoincidence)
        judgement.add(AuditSummary::Colour::Amber,
                      words.arg(u"partly coincide"_s, figure(coincidence, twoDigits)));
}

void judgeAnswers(const AuditReport& report, Judgement& judgement)
{
    const AuditTest* whole = testNamed(report, u"whole");
    const AuditTest* thumbnail = testNamed(report, u"thumbnail");
    if (thumbnail != nullptr && isAboveChance(thumbnail->auc, thumbnailAuc))
        judgement.add(AuditSummary::Colour::Amber,
                      u"A thumbnail of 32 x 32 pixels, in which little of a disease "
                      "can be seen, gives the class away: %1."_s.arg(aucText(thumbnail->auc)));
    if (const AuditTest* facts = testNamed(report, u"facts");
        facts != nullptr && isAboveChance(facts->auc, factsAuc))
        judgement.add(AuditSummary::Colour::Amber,
                      u"Brightness, sharpness and size of the pictures give the class "
                      "away without any network: %1."_s.arg(aucText(facts->auc)));
    for (const auto& [name, auc] : report.factsBySource)
        if (isAboveChance(auc, factsAuc))
            judgement.add(AuditSummary::Colour::Amber,
                          u"Within the source \"%1\", too, brightness, sharpness and "
                          "size give the class away: %2."_s.arg(name, aucText(auc)));
    if (report.markers.meanChange >= markerChange)
        judgement.add(
            AuditSummary::Colour::Amber,
            u"Letters painted into corners and borders change the model's "
            "probabilities by %1 on average."_s.arg(figure(report.markers.meanChange, twoDigits)));
    for (const auto& [name, auc] : report.aucBySource)
        if (whole != nullptr && auc.high < whole->auc.value
            && auc.value < whole->auc.value - sourceGap)
            judgement.add(
                AuditSummary::Colour::Amber,
                u"Within the source \"%1\" the model reaches %2 only."_s.arg(name, aucText(auc)));
}

void judgeGaps(const AuditReport& report, Judgement& judgement)
{
    const AuditTest* whole = testNamed(report, u"whole");
    if (whole == nullptr || whole->images < enoughImages)
        judgement.add(AuditSummary::Colour::Amber,
                      u"Only %1 images could be used; with fewer than %2 nothing can "
                      "be ruled out."_s.arg(whole == nullptr ? 0 : whole->images)
                          .arg(enoughImages));
    if (testNamed(report, u"border") == nullptr || testNamed(report, u"lungs_blanked") == nullptr)
        judgement.add(AuditSummary::Colour::Amber,
                      u"Tests that could have found a shortcut were not possible."_s);
}

} // namespace

void judge(AuditReport& report)
{
    Judgement judgement;
    judgeRegions(report, judgement);
    judgeSources(report, judgement);
    judgeAnswers(report, judgement);
    judgeGaps(report, judgement);
    report.summary.colour = judgement.colour();
    report.reasons = judgement.reasons();
    if (report.reasons.isEmpty())
        report.reasons.append(u"No shortcut was found by any of the tests."_s);
    report.summary.sentence = report.summary.colour == AuditSummary::Colour::Red
        ? u"The shortcut audit of this model is red, its answers may have little to "
          "do with disease: %1"_s.arg(report.reasons.front())
        : report.reasons.front();
}

QStringList auditRule()
{
    return {
        u"Red: from images with the lungs blanked, or from the border alone, the class can be "
        "told with an AUC of at least %1, above chance by the 95 % interval, and with at least "
        "%2 of what the whole picture tells above chance; or the source can be told from the "
        "features (AUC at least %3) while class and source coincide (Cramer's V at least %4)."_s
            .arg(redAuc)
            .arg(redShare)
            .arg(sourceKnown)
            .arg(redCoincidence),
        u"Amber: an AUC of at least %1 from blanked lungs, border or corners; a source that can "
        "be told and a V of at least %2; a 32 x 32 thumbnail with at least %3; brightness, "
        "sharpness and size without any network with at least %4, in all images or within a "
        "source; painted letters that change probabilities by at least %5; a source in which "
        "the model does worse by %6; fewer than %7 images; a test that was not possible."_s
            .arg(amberAuc)
            .arg(amberCoincidence)
            .arg(thumbnailAuc)
            .arg(factsAuc)
            .arg(markerChange)
            .arg(sourceGap)
            .arg(enoughImages),
        u"Green: none of these."_s,
    };
}

} // namespace ccad
