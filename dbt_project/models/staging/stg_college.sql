{{ in_force('college') }}
