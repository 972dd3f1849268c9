// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"
#include "core/intake/internal/dicomdir.h"
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/object_text.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

/// One more than tag_tree.h allows: the node that says where a file breaks off.
constexpr int mostNodes = 100001;
constexpr int longestValue = 1024;

/// Number of nodes. Recursion ends at the depth that the walk allows.
int expectNodes(const std::vector<TagNode>& nodes)
{
    int count = 0;
    for (const TagNode& node : nodes) {
        expect(!node.name.isEmpty(), "a node has a name");
        expect(node.value.size() <= longestValue || node.tag == 0, "a value is short");
        expect(!node.value.contains(u'\n') && !node.value.contains(u'\r'), "a value is one line");
        expect(node.children.empty() || node.value.isEmpty(), "a sequence has no value");
        count += 1 + expectNodes(node.children);
    }
    return count;
}

/// A report, presentation state or map ends in words and in numbers that can be drawn.
void expectObject(const QByteArray& input)
{
    const auto object = results::readResultObject(input, u"input.dcm"_s, quickLimits());
    if (!object)
        return expectSentence(object.error());
    expect(!results::objectLines(*object).isEmpty(), "an object has words");
    Radiograph film;
    film.columns = 64;
    film.rows = 64;
    if (!object->facts.references.empty())
        film.sopInstanceUid = object->facts.references.front().sopInstanceUid;
    const auto drawn = results::graphicsOn(film, *object);
    if (!drawn)
        return expectSentence(drawn.error());
    for (const results::DrawnLine& line : drawn->lines)
        for (const QPointF point : line.points)
            expect(std::isfinite(point.x()) && std::isfinite(point.y()), "a point is finite");
}

/// What an index of a medium lists never leads out of the medium's folder.
void expectIndex(const TagTree& tree)
{
    const QString folder = u"/proc/self"_s; // has files and folders of every kind
    for (const QString& id : dicomdirIndexOf(tree).fileIds) {
        const QString file = fileOfDicomdir(folder, id);
        expect(file.isEmpty() || (file.startsWith(folder + u'/') && !file.contains(u"..")),
               "an index lists files of its own folder");
    }
}

} // namespace

void readTags(const QByteArray& input)
{
    expectObject(input);
    const InputFile file(input);
    const auto tree = readTagTree(file.path(), quickLimits());
    if (!tree)
        return expectSentence(tree.error());
    expect(expectNodes(tree->nodes) <= mostNodes, "a tree is no larger than it may be");
    expectIndex(*tree);
}

} // namespace ccad::fuzz
