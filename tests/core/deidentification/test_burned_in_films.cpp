// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/burned_in_text.h"
#include "core/imaging/reading/reader.h"
#include "tests/core/deidentification/written_film.h"

#include <QDirIterator>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Text in three sizes, four corners and three contrasts on real films: see shared/data/cxr.
class TestBurnedInFilms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void findsText();
    void keepsSideMarkers();
    void suspectsFewFilms();

private:
    QStringList m_paths;
    std::vector<cv::Mat> m_films;
};

namespace {

constexpr int mostFilms = 36;

cv::Mat matOf(const Radiograph& radiograph)
{
    return cv::Mat(radiograph.rows, radiograph.columns, CV_16U,
                   const_cast<std::uint16_t*>(radiograph.pixels->data()))
        .clone();
}

} // namespace

void TestBurnedInFilms::initTestCase()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    QStringList& paths = m_paths;
    QDirIterator it(shared + u"/data/cxr/images"_s, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        paths << it.next();
    if (paths.isEmpty())
        QSKIP("The shared films are not here; set CCAD_SHARED to their folder.");
    paths.sort();
    const auto step = std::max<qsizetype>(1, paths.size() * 3 / (4 * mostFilms));
    for (qsizetype i = 0; i < paths.size() && std::ssize(m_films) < mostFilms; i += step) {
        const auto film = readRadiograph(paths[i]);
        // Whether a film bears text already is not known of each; those that seem to are left out,
        // so that what is found is what was written.
        if (film && std::min(film->columns, film->rows) >= 300 && findBurnedInText(*film).empty())
            m_films.push_back(matOf(*film));
    }
    QVERIFY(m_films.size() >= 8);
}

void TestBurnedInFilms::findsText()
{
    int all = 0;
    int found = 0;
    QStringList missed;
    for (std::size_t number = 0; number < m_films.size(); ++number)
        for (int corner = 0; corner < 4; ++corner)
            for (const double share : {0.02, 0.03, 0.045})
                for (const double contrast : {1.0, 0.45, 0.25}) {
                    cv::Mat film = m_films[number].clone();
                    const int height
                        = std::max(9, static_cast<int>(std::lround(share * film.rows)));
                    const cv::Mat ink = write(film, {"Smith, J. 4711", height, corner, contrast});
                    const double covered = coveredShare(ink, findBurnedInText(radiographOf(film)));
                    ++all;
                    found += covered >= 0.98 ? 1 : 0;
                    if (covered < 0.98)
                        missed << u"film %1, corner %2, height %3, contrast %4: %5"_s.arg(number)
                                      .arg(corner)
                                      .arg(height)
                                      .arg(contrast)
                                      .arg(covered);
                }
    qInfo("found %d of %d on %d films", found, all, int(m_films.size()));
    QVERIFY2(found >= 0.99 * all, qPrintable(missed.join(u'\n')));
}

void TestBurnedInFilms::keepsSideMarkers()
{
    int all = 0;
    int kept = 0;
    for (const cv::Mat& clean : m_films)
        for (int corner = 0; corner < 4; ++corner)
            for (const char* letter : {"L", "R"}) {
                cv::Mat film = clean.clone();
                const cv::Mat marker
                    = write(film, {letter, film.rows / 20, corner, 0.8, film.rows / 130});
                ++all;
                kept += coveredShare(marker, findBurnedInText(radiographOf(film))) <= 0.05 ? 1 : 0;
            }
    qInfo("kept %d of %d markers", kept, all);
    QVERIFY(kept >= 0.95 * all);
}

/// About a fifth of these films bear words ("PORTABLE", "SUPINE", a date) that were looked at by
/// eye when this bound was set; a detector that takes ribs or cables for words suspects many more.
void TestBurnedInFilms::suspectsFewFilms()
{
    constexpr qsizetype most = 100;
    const auto step = std::max<qsizetype>(1, m_paths.size() / most);
    int seen = 0;
    int suspected = 0;
    for (qsizetype i = step / 2; i < m_paths.size() && seen < most; i += step) {
        const auto film = readRadiograph(m_paths[i]);
        if (!film)
            continue;
        ++seen;
        suspected += findBurnedInText(*film).empty() ? 0 : 1;
    }
    qInfo("suspected %d of %d films", suspected, seen);
    QVERIFY(seen >= 50);
    QVERIFY(suspected <= 0.3 * seen);
}

QTEST_GUILESS_MAIN(TestBurnedInFilms)
#include "test_burned_in_films.moc"
