// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/class_folders.h"

#include "core/dataset/internal/class_names.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr auto ignoreCase = QRegularExpression::CaseInsensitiveOption;

/// Names that only patients, their studies and series have: "pat01", "sub-7", "DOE^JANE", UIDs,
/// long numbers.
bool namesPatient(const QString& folder)
{
    static const QRegularExpression numbered(
        u"^(pat(ient)?s?|pt|p|case|subj(ect)?|sub|id|mrn|person|anon(ymous|ymized)?|stud(y|ies)?|"
        "st|series|ser|se|exam|ex|visit|session|ses|acc(ession)?)[-_ .#]*(\\w{0,3}[-_])?\\d+"_s,
        ignoreCase);
    static const QRegularExpression identifier(
        u"^(\\d{4,}|\\d+(\\.\\d+){3,}|(?=.*\\d)[0-9a-f]{8,}(-[0-9a-f]+)*)$"_s, ignoreCase);
    return folder.contains(u'^') || numbered.match(folder).hasMatch()
        || identifier.match(folder).hasMatch();
}

/// Numbered in any way, but for what numbers classes: "grade 2", "covid19", "0" and "1".
bool isNumbered(const QString& folder)
{
    static const QRegularExpression numberedClass(
        u"^(stage|grade|type|class|label|level|score|birads|bi-rads|cat(egory)?|group|covid|"
        "sars|cov)[-_ ]*\\d"_s,
        ignoreCase);
    static const QRegularExpression digit(u"\\d"_s);
    return folder != u"0" && folder != u"1" && digit.match(folder).hasMatch()
        && !numberedClass.match(folder).hasMatch();
}

bool isNumber(const QString& folder)
{
    return std::all_of(folder.begin(), folder.end(), [](QChar c) { return c.isDigit(); });
}

/// One level of folders, and the folders in them.
struct Level
{
    struct Child
    {
        std::set<QString> parents;
        int folders = 0; ///< with this name, below all parents
        int files = 0;
    };
    std::map<QString, std::set<QString>> parents; ///< name -> its children's
    std::map<QString, Child> children;
    bool holdsFiles = false; ///< some files lie in these folders themselves

    Level(const std::vector<QStringList>& chains, qsizetype level)
    {
        for (const QStringList& chain : chains) {
            if (chain.size() <= level)
                continue;
            std::set<QString>& below = parents[chain[level]];
            if (chain.size() == level + 1) {
                holdsFiles = true;
                continue;
            }
            Child& child = children[chain[level + 1]];
            child.folders += child.parents.insert(chain[level]).second ? 1 : 0;
            ++child.files;
            below.insert(chain[level + 1]);
        }
    }

    template <typename Predicate> [[nodiscard]] std::size_t count(Predicate is) const
    {
        return static_cast<std::size_t>(std::count_if(
            children.begin(), children.end(), [&](const auto& entry) { return is(entry.first); }));
    }

    [[nodiscard]] bool sameNamesComeBack() const
    {
        const auto shared = std::count_if(children.begin(), children.end(), [](const auto& entry) {
            return entry.second.parents.size() > 1;
        });
        return static_cast<std::size_t>(shared) * 2 >= children.size();
    }

    [[nodiscard]] int usualFiles() const
    {
        std::vector<int> files;
        for (const auto& [name, child] : children)
            files.push_back(child.files / child.folders);
        const auto middle = files.begin() + static_cast<std::ptrdiff_t>(files.size() / 2);
        std::nth_element(files.begin(), middle, files.end());
        return *middle;
    }

    [[nodiscard]] bool eachHasSeveral() const
    {
        return std::all_of(parents.begin(), parents.end(),
                           [](const auto& entry) { return entry.second.size() > 1; });
    }
};

/// Are the folders below this level patients, hence those of this level classes?
bool holdsPatients(const Level& level)
{
    constexpr std::size_t fewNumbers = 5; // siteA/0 to siteA/3 are classes
    constexpr int filesOfPatient = 10;
    const std::size_t names = level.children.size();
    if (level.count(namesPatient) * 2 >= names)
        return true;
    if (level.parents.size() < 2)
        return false; // a folder around all others
    const bool numbered = level.count(isNumbered) * 2 > names;
    if (level.holdsFiles)
        return numbered;
    if (level.sameNamesComeBack())
        return level.count(isNumber) == names && names >= fewNumbers;
    return numbered || (level.eachHasSeveral() && level.usualFiles() <= filesOfPatient);
}

QString quoted(const QStringList& names)
{
    constexpr qsizetype shown = 3;
    const QString text = u"\"%1\""_s.arg(names.mid(0, shown).join(u"\", \""_s));
    return names.size() > shown ? text + u" and others"_s : text;
}

QString sentenceOn(const Level& level, bool hasPatients)
{
    QStringList outer;
    for (const auto& [name, children] : level.parents)
        outer << cleanName(name);
    QStringList inner;
    for (const auto& [name, child] : level.children)
        inner << cleanName(name);
    return hasPatients
        ? u"The folders %1 were taken for classes, those in them (%2) for patients. Where these "
          "are the classes, say that the innermost folder names the class."_s.arg(quoted(outer),
                                                                                  quoted(inner))
        : u"The class of a file is the innermost folder around it (%2), not the outer one (%1). "
          "Where the outer ones are the classes, say that the outermost folder names the "
          "class."_s.arg(quoted(outer), quoted(inner));
}

} // namespace

ClassFolders ClassFolders::of(const std::vector<QStringList>& chains, ClassFolder wish)
{
    ClassFolders result;
    const auto deepest
        = std::max_element(chains.begin(), chains.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
    if (deepest == chains.end() || deepest->isEmpty())
        return result;
    const qsizetype last = deepest->size() - 1;
    if (wish == ClassFolder::Last || wish == ClassFolder::First) {
        result.m_hasPatients = wish == ClassFolder::First;
        result.m_level = wish == ClassFolder::First ? 0 : last;
        return result;
    }
    for (; result.m_level < last; ++result.m_level) {
        const Level level(chains, result.m_level);
        result.m_hasPatients = holdsPatients(level);
        if (result.m_hasPatients || level.parents.size() > 1)
            result.m_sentence = sentenceOn(level, result.m_hasPatients);
        if (result.m_hasPatients)
            break;
    }
    return result;
}

QString ClassFolders::classOf(const QStringList& chain) const
{
    return cleanName(writtenClassOf(chain));
}

QString ClassFolders::writtenClassOf(const QStringList& chain) const
{
    return chain[std::min(m_level, chain.size() - 1)];
}

QString ClassFolders::patientOf(const QStringList& chain) const
{
    return m_hasPatients && chain.size() > m_level + 1 ? cleanName(chain[m_level + 1]) : QString();
}

bool ClassFolders::isOfPatient(const QStringList& chain) const
{
    return m_hasPatients && chain.size() > m_level + 1;
}

} // namespace ccad
